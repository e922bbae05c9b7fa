//! Views of routes, chosen by their predicates.

use pyramidion::prelude::*;

use crate::resources::Page;
use crate::told::told_views;

fn is_long(request: &Request) -> bool {
    request.matchdict().get("id").is_some_and(|id| id.chars().count() > 12)
}

told_views! {
    home "home" (route_name = "home");

    item "item" (route_name = "item");
    item_post "item.post" (route_name = "item", request_method = "POST");
    item_put_delete "item.put-delete" (route_name = "item", request_method = ["PUT", "DELETE"]);
    item_edit "item.edit" (route_name = "item", request_param = "edit");
    item_mode "item.mode" (route_name = "item", request_param = "mode=raw");
    item_edit_mode "item.edit-mode" (route_name = "item", request_param = ["edit", "mode=raw"]);
    item_flavor "item.flavor" (route_name = "item", header = "X-Flavor:van.*");
    item_flavor_edit "item.flavor-edit" (route_name = "item", header = "X-Flavor", request_param = "edit");
    item_xhr "item.xhr" (route_name = "item", xhr);
    item_special "item.special" (route_name = "item", match_param = "id=special");
    item_long "item.long" (route_name = "item", custom_predicates = [is_long]);
    item_known "item.known" (route_name = "item", is_authenticated, request_param = "who");
    item_editor "item.editor" (route_name = "item", effective_principals = "group:editors", request_param = "who");

    negotiated_html "negotiated.html" (route_name = "negotiated", accept = "text/html");
    negotiated_json "negotiated.json" (route_name = "negotiated", accept = "application/json");
    negotiated_plain "negotiated.plain" (route_name = "negotiated", accept = "text/plain");
    only_json "only-json" (route_name = "only-json", accept = "application/json");
    only_post "only-post" (route_name = "only-post", request_method = "POST");

    number "number" (route_name = "number");
    word "word" (route_name = "word");
    by_post "by-post" (route_name = "by-post");
    by_header "by-header" (route_name = "by-header");
    by_any "by-any" (route_name = "by-any");

    files "files" (route_name = "files");
    split "split" (route_name = "split");
    slash "slash" (route_name = "slash");

    cached_hour "cached.hour" (route_name = "cached", http_cache = 3600, match_param = "how=hour");
    cached_never "cached.never" (route_name = "cached", http_cache = never, match_param = "how=never");
    cached_public "cached.public" (route_name = "cached", http_cache = (60, public), match_param = "how=public");

    blog_index "blog.index" (route_name = "blog.index");
    blog_entry "blog.entry" (route_name = "blog.entry");

    tree "tree" (route_name = "tree");
    tree_page "tree.page" (route_name = "tree", context = Page);
    tree_edit "tree.edit" (route_name = "tree", name = "edit", permission = "edit");
}

//! Views that traversal finds, and those that do something of their own.

use std::collections::{BTreeMap, BTreeSet};

use pyramidion::acl::NO_PERMISSION_REQUIRED;
use pyramidion::prelude::*;
use pyramidion::security::SecurityError;
use serde_json::{Value, json};

use crate::resources::{Folder, Page, Root, Vault};
use crate::told::told_views;

told_views! {
    any "any" (context = Vault, permission = "view");
    root "root" (context = Root, permission = NO_PERMISSION_REQUIRED);
    folder "folder" (context = Folder, permission = "view");
    page "page" (context = Page, permission = "view");
    page_post "page.post" (context = Page, permission = "publish", request_method = "POST");
    edit "edit" (context = [Root, Folder, Vault], name = "edit", permission = "edit");
    page_edit "page.edit" (context = Page, name = "edit", permission = "edit", request_param = "draft");
    history "history" (name = "history");
    inside_vault "inside-vault" (name = "audit", containment = Vault, permission = "edit");
}

#[view(route_name = "params", renderer = "json")]
async fn params(request: &Request) -> Result<Value, ParamsError> {
    let params = request.params()?;
    let names: BTreeSet<_> = params.iter().map(|(name, _)| name).collect();
    let one: BTreeMap<_, _> = names.iter().map(|name| (name, params.get(name))).collect();
    let all: BTreeMap<_, _> = names.iter().map(|name| (name, params.get_all(name).collect::<Vec<_>>())).collect();
    Ok(json!({ "view": "params", "one": one, "all": all }))
}

#[view(route_name = "text", renderer = "string")]
async fn text() -> &'static str {
    "plain words"
}

#[view(route_name = "login")]
async fn login(request: &Request) -> Result<(HeaderMap, Json<Value>), SecurityError> {
    let params = request.params().map_err(SecurityError::new)?;
    let headers = request.remember(params.get("userid").unwrap_or_default()).await?;
    Ok((headers, Json(json!({ "view": "login" }))))
}

#[view(route_name = "logout")]
async fn logout(request: &Request) -> Result<(HeaderMap, Json<Value>), SecurityError> {
    Ok((request.forget().await?, Json(json!({ "view": "logout" }))))
}

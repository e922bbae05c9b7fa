//! Views that traversal finds, and those that do something of their own.

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;

use pyramidion::acl::NO_PERMISSION_REQUIRED;
use pyramidion::prelude::*;
use pyramidion::security::SecurityError;
use pyramidion::traversal::find_resource;
use serde_json::{Value, json};

use crate::resources::{self, Folder, Page, Root, Vault};
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

#[view(route_name = "urls", renderer = "json")]
async fn urls(request: &Request) -> Result<Value, Box<dyn Error + Send + Sync>> {
    let query = request.query()?;
    let pairs: Vec<_> = query.iter().filter(|(name, _)| name.starts_with("q_")).collect();
    let elements: Vec<_> = query.get_all("element").collect();
    let value = query.get("value").unwrap_or("v");
    let item = request.route("item").value("id", value).elements(&elements).query(pairs.iter().copied());
    let files = request.route("files").segments("path", query.get_all("part")).query(pairs.iter().copied());
    let (item, files) = match query.get("anchor") {
        Some(anchor) => (item.anchor(anchor), files.anchor(anchor)),
        None => (item, files),
    };
    let at = async |path| find_resource(resources::root().into_root(), path).await;
    Ok(json!({
        "view": "urls",
        "item": item.path()?,
        "files": files.path()?,
        "split": request.route("split").value("stem", value).value("ext", "txt").path()?,
        "leaf": request.resource_path(at("/docs/deep/leaf").await?, &elements)?,
        "space": request.resource_path(at("/docs/deep/a b").await?, NOTHING)?,
        "unicode": request.resource_path(at("/ünïcode").await?, NOTHING)?,
    }))
}

const NOTHING: [&str; 0] = [];

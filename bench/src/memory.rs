//! The limit of a page: the same bytes, under the same headers, from memory, by the same server library.

use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;

use anyhow::Context;
use axum::Router;
use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, HeaderName, HeaderValue};
use axum::response::Response;

use crate::http::Reply;

/// Headers that the server library writes by itself.
const ITS_OWN: [&str; 3] = ["content-length", "date", "connection"];

/// Keeps an answer for [`serve`], which gives it at `/<number>`.
pub fn keep(folder: &Path, number: usize, reply: &Reply) -> anyhow::Result<()> {
    let headers: Vec<_> =
        reply.headers.iter().filter(|(name, _)| !ITS_OWN.contains(&name.as_str())).collect();
    std::fs::write(folder.join(format!("{number}.head")), serde_json::to_vec(&headers)?)?;
    std::fs::write(folder.join(format!("{number}.body")), &reply.body)?;
    Ok(())
}

/// Serves what was kept, printing its address, until it is killed.
pub fn serve(folder: &Path) -> anyhow::Result<()> {
    let mut router = Router::new();
    for number in 0.. {
        let Ok(head) = std::fs::read(folder.join(format!("{number}.head"))) else { break };
        let kept: Vec<(String, String)> = serde_json::from_slice(&head)?;
        let mut headers = HeaderMap::new();
        for (name, value) in &kept {
            headers.append(HeaderName::try_from(name)?, HeaderValue::try_from(value)?);
        }
        let body = Bytes::from(std::fs::read(folder.join(format!("{number}.body"))).context("no body")?);
        let shared = Arc::new((headers, body));
        router = router.route(
            &format!("/{number}"),
            axum::routing::get(move || {
                let mut response = Response::new(Body::from(shared.1.clone()));
                *response.headers_mut() = shared.0.clone();
                async move { response }
            }),
        );
    }
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        let listener = tokio::net::TcpListener::bind(SocketAddr::from(([127, 0, 0, 1], 0))).await?;
        println!("http://{}", listener.local_addr()?);
        Ok(axum::serve(listener, router).await?)
    })
}

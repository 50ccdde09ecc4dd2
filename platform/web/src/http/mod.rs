//! The HTTP engine: from a request to a handler and back. Domains never see it.

mod answer;
mod ask;
mod guard;
mod problem_page;
mod shell;

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::{RawPathParams, Request};
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::response::Response;
use axum::routing::MethodFilter;
use kernel::Problem;

use crate::input::{Pairs, pairs};
use crate::quiet;
use crate::routes::{Route, Run};
use crate::session;
use crate::site::Site;

pub(crate) use answer::percent;
pub(crate) use ask::{Ask, Bearer};

/// The whole site as an axum router.
pub fn router(site: &Arc<Site>) -> Router {
    let (mut router, mut quiet) = (Router::new(), Router::new());
    for route in &site.routes {
        if let Run::Quiet(handler, limit) = &route.run {
            let (site, handler, limit) = (Arc::clone(site), Arc::clone(handler), *limit);
            let answer =
                move |request: Request| quiet::hear(Arc::clone(&site), Arc::clone(&handler), limit, request);
            quiet = quiet.route(route.pattern, axum::routing::post(answer));
            continue;
        }
        let filter = if route.method == "GET" { MethodFilter::GET } else { MethodFilter::POST };
        let (site, route) = (Arc::clone(site), Arc::new(route.clone()));
        let pattern = route.pattern;
        let handler = move |params: RawPathParams, request: Request| {
            let (site, route) = (Arc::clone(&site), Arc::clone(&route));
            let path: Pairs =
                params.iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
            async move { carry_out(site, route, path, request).await }
        };
        router = router.route(pattern, axum::routing::on(filter, handler));
    }
    let lost = Arc::clone(site);
    let wrong = Arc::clone(site);
    let ready = Arc::clone(site);
    router
        .route("/assets/{*name}", axum::routing::get(assets))
        .route("/healthz", axum::routing::get(|| async { "ok\n" }))
        .route("/readyz", axum::routing::get(move || readiness(Arc::clone(&ready))))
        .fallback(move |request: Request| refuse(Arc::clone(&lost), request, Problem::Missing, None))
        .method_not_allowed_fallback(move |request: Request| {
            refuse(Arc::clone(&wrong), request, Problem::Missing, Some(StatusCode::METHOD_NOT_ALLOWED))
        })
        .layer(axum::middleware::from_fn(guard::headers_and_log))
        // Outside the layer that numbers and logs.
        .merge(quiet)
}

async fn carry_out(site: Arc<Site>, route: Arc<Route>, path: Pairs, request: Request) -> Response {
    let unlogged = route.unlogged;
    let mut response = answer_of(site, route, path, request).await;
    if unlogged {
        response.extensions_mut().insert(guard::Unlogged);
    }
    response
}

async fn answer_of(site: Arc<Site>, route: Arc<Route>, path: Pairs, request: Request) -> Response {
    let ask = Ask::of(&site, &request);
    match &route.run {
        Run::Get(run) => {
            let query = match pairs(request.uri().query().unwrap_or_default().as_bytes()) {
                Ok(query) => query,
                Err(problem) => return refuse_as(site, ask, problem, None).await,
            };
            let run = Arc::clone(run);
            let head = request.method() == Method::HEAD;
            let mut response = on_a_reader(&site, move |site, conn| {
                let mut scene = match session::scene(site, conn, &ask) {
                    Ok(scene) => scene,
                    Err(problem) => return answer::problem(&ask.scene(site, None), &problem, None),
                };
                if let Some(away) = answer::before(&scene, false) {
                    return away;
                }
                let made = run(&mut scene, conn, &path, &query).and_then(|rendered| {
                    scene.look_for_news(conn)?;
                    Ok(rendered)
                });
                let mut response = match made {
                    Ok(rendered) => answer::rendered(&scene, rendered, StatusCode::OK),
                    Err(problem) => return answer::problem(&scene, &problem, None),
                };
                answer::remember_seen(&scene, &mut response);
                response
            })
            .await;
            if head {
                *response.body_mut() = Body::empty();
            }
            session::keep_alive(&site, &mut response);
            response
        }
        Run::Quiet(..) => refuse_as(site, ask, Problem::Missing, None).await,
        Run::Post(run) => {
            if let Err(problem) = guard::origin(&site, request.headers()) {
                return refuse_as(site, ask, problem, None).await;
            }
            let (fields, files) = match ask::body(request, route.upload).await {
                Ok(body) => body,
                Err(problem) => return refuse_as(site, ask, problem, None).await,
            };
            let run = Arc::clone(run);
            let shared = Arc::clone(&site);
            let task = tokio::task::spawn_blocking(move || {
                let found = {
                    let (site, ask) = (Arc::clone(&shared), ask.clone());
                    shared.db.read(move |conn| session::scene(&site, conn, &ask))
                };
                let mut scene = match found {
                    Ok(scene) => scene,
                    Err(problem) => return answer::problem(&ask.scene(&shared, None), &problem, None),
                };
                if let Some(away) = answer::before(&scene, true) {
                    return away;
                }
                let mut response = match run(&mut scene, &path, &fields, files) {
                    Ok(done) => answer::done(&scene, done),
                    Err(rejection) => answer::rejection(&scene, rejection),
                };
                answer::remember_seen(&scene, &mut response);
                response
            });
            let mut response = task.await.unwrap_or_else(|error| {
                tracing::error!(%error, "a handler panicked");
                plain(StatusCode::INTERNAL_SERVER_ERROR, "unexpected\n")
            });
            session::keep_alive(&site, &mut response);
            response
        }
    }
}

/// Runs `f` on a reader thread and waits for its answer.
async fn on_a_reader(
    site: &Arc<Site>,
    f: impl FnOnce(&Arc<Site>, &mut store::Conn) -> Response + Send + 'static,
) -> Response {
    let (send, receive) = tokio::sync::oneshot::channel();
    let shared = Arc::clone(site);
    site.db.spawn_read(move |conn| {
        // The receiver is gone when the browser went away; nobody waits for the answer then.
        let _ = send.send(f(&shared, conn));
    });
    receive.await.unwrap_or_else(|_| {
        tracing::error!("a handler panicked or the database went away");
        plain(StatusCode::INTERNAL_SERVER_ERROR, "unexpected\n")
    })
}

async fn refuse(site: Arc<Site>, request: Request, problem: Problem, status: Option<StatusCode>) -> Response {
    let ask = Ask::of(&site, &request);
    refuse_as(site, ask, problem, status).await
}

async fn refuse_as(site: Arc<Site>, ask: Ask, problem: Problem, status: Option<StatusCode>) -> Response {
    on_a_reader(&site, move |site, conn| {
        let scene = session::scene(site, conn, &ask).unwrap_or_else(|_| ask.scene(site, None));
        answer::problem(&scene, &problem, status)
    })
    .await
}

async fn readiness(site: Arc<Site>) -> Response {
    match tokio::task::spawn_blocking(move || site.db.ping()).await {
        Ok(Ok(())) => plain(StatusCode::OK, "ready\n"),
        _ => plain(StatusCode::SERVICE_UNAVAILABLE, "the database does not answer\n"),
    }
}

async fn assets(params: RawPathParams, request: Request) -> Response {
    let name = params.iter().next().map_or("", |(_, value)| value);
    let gzip = request
        .headers()
        .get(header::ACCEPT_ENCODING)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|value| value.contains("gzip"));
    let Some(asset) = crate::assets::find(name, gzip) else {
        return plain(StatusCode::NOT_FOUND, "no such asset\n");
    };
    let mut response = Response::new(Body::from(asset.bytes.into_owned()));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(asset.mime));
    let keep = if asset.hashed { "public, max-age=31536000, immutable" } else { "public, max-age=3600" };
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(keep));
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    if asset.gzip {
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
    }
    response
}

pub(crate) fn plain(status: StatusCode, text: &'static str) -> Response {
    let mut response = Response::new(Body::from(text));
    *response.status_mut() = status;
    response
        .headers_mut()
        .insert(header::CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8"));
    response
}

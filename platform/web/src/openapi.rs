//! The OpenAPI 3.1 document, made from the routes that are mounted, and a page to browse it.

use std::collections::BTreeMap;

use askama::Template;
use kernel::{Door, Open, Problem};
use schemars::{JsonSchema, SchemaGenerator};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use crate::answer::{Face, Page, Rendered, View};
use crate::routes::{Route, Routes};
use crate::scene::Reading;
use crate::words::Words;

pub(crate) fn routes() -> Routes {
    Routes::new().get("/openapi.json", Open, document_view).get("/api", Open, browse)
}

#[derive(Debug, Deserialize, JsonSchema)]
struct Nothing {}

struct Document(Value);

impl View for Document {
    fn render(self, _: Face) -> Result<Rendered, Problem> {
        serde_json::to_vec(&self.0).map(Rendered::Json).map_err(Problem::unexpected)
    }

    fn schema(_: &mut SchemaGenerator) -> Option<schemars::Schema> {
        Some(schemars::json_schema!({ "type": "object" }))
    }
}

fn document_view(cx: &mut Reading<'_, Open>, _: Nothing) -> Result<Document, Problem> {
    Ok(Document(document(&cx.site().routes)))
}

/// The document for a list of routes.
pub fn document(routes: &[Route]) -> Value {
    let mut settings = schemars::generate::SchemaSettings::draft2020_12();
    settings.definitions_path = "/components/schemas".into();
    settings.meta_schema = None;
    let mut generator = settings.into_generator();
    let mut paths: BTreeMap<&str, Map<String, Value>> = BTreeMap::new();
    for route in routes {
        let operation = operation(route, &mut generator);
        paths.entry(route.pattern).or_default().insert(route.method.to_ascii_lowercase(), operation);
    }
    json!({
        "openapi": "3.1.0",
        "info": { "title": "Jinwei", "version": env!("CARGO_PKG_VERSION"), "license": { "name": "MIT OR Apache-2.0" } },
        "paths": paths,
        "components": {
            "schemas": generator.take_definitions(true),
            "securitySchemes": {
                "session": { "type": "apiKey", "in": "cookie", "name": crate::cookies::SESSION },
                "bearer": { "type": "http", "scheme": "bearer", "bearerFormat": "jw_… from /me/tokens" },
            },
        },
    })
}

fn operation(route: &Route, generator: &mut SchemaGenerator) -> Value {
    let input = resolved((route.input)(generator).to_value(), generator);
    let empty = Map::new();
    let fields = input.get("properties").and_then(Value::as_object).unwrap_or(&empty);
    let required: Vec<&str> = input
        .get("required")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .collect();
    let in_path = |name: &str| route.pattern.contains(&format!("{{{name}}}"));
    let mut parameters = Vec::new();
    let mut body = Map::new();
    for (name, schema) in fields {
        let place = match (in_path(name), route.method) {
            (true, _) => "path",
            (false, "GET") => "query",
            _ => {
                body.insert(name.clone(), schema.clone());
                continue;
            }
        };
        let needed = place == "path" || required.contains(&name.as_str());
        parameters.push(json!({ "name": name, "in": place, "required": needed, "schema": schema }));
    }
    let mut operation = Map::new();
    let mut put = |name: &str, value: Value| operation.insert(name.to_owned(), value);
    put("operationId", json!(operation_id(route)));
    put("summary", json!(route.act.name));
    put("tags", json!([route.act.name.split('.').next().unwrap_or_default()]));
    put("parameters", json!(parameters));
    put("responses", responses(route, generator));
    put("x-act", json!(route.act.name));
    put("x-sample", json!(route.sample));
    if route.door != Door::Open {
        put("security", json!([{ "session": [] }, { "bearer": [] }]));
    }
    if route.method == "POST" {
        let needed: Vec<&str> = required.into_iter().filter(|name| body.contains_key(*name)).collect();
        let schema = json!({ "type": "object", "properties": body, "required": needed });
        let kinds: &[&str] = if route.upload {
            &["multipart/form-data"]
        } else {
            &["application/json", "application/x-www-form-urlencoded"]
        };
        let content: Map<String, Value> =
            kinds.iter().map(|kind| ((*kind).to_owned(), json!({ "schema": schema }))).collect();
        put("requestBody", json!({ "required": true, "content": content }));
    }
    Value::Object(operation)
}

/// A unique name for the operation, from its method and address.
fn operation_id(route: &Route) -> String {
    let path: Vec<&str> = route.pattern.split(['/', '{', '}']).filter(|part| !part.is_empty()).collect();
    format!(
        "{}_{}",
        route.method.to_ascii_lowercase(),
        if path.is_empty() { "home".into() } else { path.join("_") }
    )
}

/// The schema itself where it is only a reference to one.
fn resolved(schema: Value, generator: &SchemaGenerator) -> Value {
    let name = schema.get("$ref").and_then(Value::as_str).and_then(|path| path.rsplit('/').next());
    name.and_then(|name| generator.definitions().get(name).cloned()).unwrap_or(schema)
}

fn responses(route: &Route, generator: &mut SchemaGenerator) -> Value {
    let problem = || {
        json!({ "description": "problem", "content": { "application/problem+json": { "schema": {
            "type": "object",
            "required": ["type", "title", "status", "detail", "instance"],
            "properties": {
                "type": { "type": "string" }, "title": { "type": "string" }, "status": { "type": "integer" },
                "detail": { "type": "string" }, "instance": { "type": "string" },
                "errors": { "type": "array", "items": { "type": "object", "properties": {
                    "field": { "type": "string" }, "detail": { "type": "string" } } } },
            },
        } } } })
    };
    let mut responses = Map::new();
    if route.is_quiet() {
        return quiet_responses((route.output)(generator));
    }
    if route.method == "GET" {
        let ok = match (route.output)(generator) {
            Some(schema) => {
                let mut content = Map::new();
                content.insert("application/json".into(), json!({ "schema": schema }));
                for kind in ["text/html"].iter().chain(route.media) {
                    content.insert((*kind).into(), json!({}));
                }
                json!({ "description": "done", "content": content })
            }
            None => json!({ "description": "a file, or elsewhere", "content": { "*/*": {} } }),
        };
        responses.insert("200".into(), ok);
    } else {
        for status in ["200", "201"] {
            responses.insert(
                status.into(),
                json!({ "description": "done", "content": { "application/json": {} } }),
            );
        }
    }
    responses.insert("303".into(), json!({ "description": "go on to Location" }));
    for status in ["400", "401", "403", "404", "409", "413", "415", "422", "429"] {
        responses.insert(status.into(), problem());
    }
    Value::Object(responses)
}

/// Answers of a route that leaves no trace: its document, or a code.
fn quiet_responses(output: Option<schemars::Schema>) -> Value {
    let document = |description: &str, schema: Value| json!({ "description": description, "content": { "application/json": { "schema": schema } } });
    let code = json!({
        "type": "object", "required": ["error"], "properties": { "error": { "type": "string" } },
    });
    let done = output.map_or_else(|| json!({}), schemars::Schema::to_value);
    let mut responses = Map::new();
    responses.insert("200".into(), document("done", done));
    for status in ["400", "404", "409", "413", "422", "503"] {
        responses.insert(status.into(), document("refused, by its code", code.clone()));
    }
    Value::Object(responses)
}

/// A line of the page that shows the API.
#[derive(Serialize, JsonSchema)]
struct Line {
    method: &'static str,
    path: &'static str,
    act: String,
    door: &'static str,
}

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "api.html")]
struct Api {
    #[serde(skip)]
    words: Words,
    lines: Vec<Line>,
}

impl Page for Api {
    fn title(&self) -> String {
        self.words.t("api-title")
    }
}

fn browse(cx: &mut Reading<'_, Open>, _: Nothing) -> Result<Api, Problem> {
    let words = cx.words();
    let line = |route: &Route| Line {
        method: route.method,
        path: route.pattern,
        act: words.t(&format!("act-{}", route.act.name.replace(['.', '_'], "-"))),
        door: match route.door {
            Door::Open => "open",
            Door::SignedIn => "signed_in",
            Door::Roles => "roles",
        },
    };
    let lines = cx.site().routes.iter().map(line).collect();
    Ok(Api { words, lines })
}

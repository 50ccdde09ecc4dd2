//! Scripts and styles, embedded in the binary with a hash in each name, so that browsers may keep them for ever.

use std::collections::HashMap;
use std::sync::LazyLock;

use rust_embed::RustEmbed;

#[derive(RustEmbed)]
#[folder = "../../frontend/dist/"]
struct Dist;

static MANIFEST: LazyLock<HashMap<String, String>> = LazyLock::new(|| {
    Dist::get("manifest.json").and_then(|file| serde_json::from_slice(&file.data).ok()).unwrap_or_default()
});

/// Address of an asset by its logical name, as `app.css`.
pub fn asset(name: &str) -> String {
    MANIFEST.get(name).map_or_else(|| format!("/assets/{name}"), |hashed| format!("/assets/{hashed}"))
}

/// An embedded file.
pub(crate) struct Asset {
    pub(crate) bytes: std::borrow::Cow<'static, [u8]>,
    pub(crate) mime: &'static str,
    pub(crate) gzip: bool,
    /// Whether its name changes with its content.
    pub(crate) hashed: bool,
}

/// The file of that hashed name, compressed where the reader takes it.
pub(crate) fn find(name: &str, gzip: bool) -> Option<Asset> {
    let mime = match name.rsplit_once('.')?.1 {
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "txt" => "text/plain; charset=utf-8",
        _ => return None,
    };
    let hashed = !MANIFEST.contains_key(name);
    if gzip && let Some(file) = Dist::get(&format!("{name}.gz")) {
        return Some(Asset { bytes: file.data, mime, gzip: true, hashed });
    }
    Dist::get(name).map(|file| Asset { bytes: file.data, mime, gzip: false, hashed })
}

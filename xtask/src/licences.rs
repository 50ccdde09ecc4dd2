//! Every dependency's licence is one that a self-hosted product may ship.

use anyhow::{Context, bail};
use serde_json::Value;

/// Licences that ask for no more than their text being kept.
const FREE: &[&str] = &[
    "0BSD",
    "Apache-2.0",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "CC0-1.0",
    "CDLA-Permissive-2.0",
    "ISC",
    "MIT",
    "MIT-0",
    "Unicode-3.0",
    "Unlicense",
    "Zlib",
];

/// Looks through what `cargo metadata` knows of all packages.
pub(crate) fn check(metadata: &[u8]) -> anyhow::Result<()> {
    let metadata: Value = serde_json::from_slice(metadata)?;
    let packages =
        metadata.get("packages").and_then(Value::as_array).context("cargo metadata names no packages")?;
    let text = |package: &Value, field: &str| {
        package.get(field).and_then(Value::as_str).unwrap_or_default().to_owned()
    };
    let refused: Vec<String> = packages
        .iter()
        .filter(|package| !is_free(&text(package, "license")))
        .map(|package| {
            format!("{} {}: {}", text(package, "name"), text(package, "version"), text(package, "license"))
        })
        .collect();
    if !refused.is_empty() {
        bail!("licences that are not on the list in xtask/src/licences.rs:\n{}", refused.join("\n"));
    }
    Ok(())
}

/// Whether one way of reading the expression asks for free licences only. `AND` binds closer than `OR`; a bracketed
/// `OR` inside an `AND` is read as its first alternative that is free.
fn is_free(expression: &str) -> bool {
    let plain = expression.replace('/', " OR ").replace(['(', ')'], " ");
    let of_an_exception = |part: &str| part.split(" WITH ").next().unwrap_or_default().trim().to_owned();
    !plain.trim().is_empty()
        && plain
            .split(" OR ")
            .any(|way| way.split(" AND ").all(|part| FREE.contains(&of_an_exception(part).as_str())))
}

#[cfg(test)]
mod tests {
    use super::is_free;

    #[test]
    fn one_free_way_is_enough_and_every_part_of_it_counts() {
        assert!(is_free("MIT OR GPL-3.0"));
        assert!(is_free("(MIT OR Apache-2.0) AND Unicode-3.0"));
        assert!(is_free("Unlicense/MIT"));
        assert!(is_free("Apache-2.0 WITH LLVM-exception"));
        assert!(!is_free("GPL-3.0"));
        assert!(!is_free("GPL-3.0 AND MIT"));
        assert!(!is_free(""));
    }
}

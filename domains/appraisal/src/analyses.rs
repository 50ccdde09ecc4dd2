//! The pages that look at a result from other sides, and the line of links that leads to them.

use web::Words;

use crate::cycles::record::CycleId;

/// Links to the analyses of a computed cycle that the reader may open, as pairs of address and label.
pub(crate) fn links(
    words: &Words,
    cycle: CycleId,
    preparing: bool,
    reviewing: bool,
) -> Vec<(String, String)> {
    let mut links = vec![
        (format!("/cycles/{cycle}/matrix"), words.t("appraisal-matrix")),
        (format!("/cycles/{cycle}/firmness"), words.t("appraisal-firmness")),
        ("/cycles/history".to_owned(), words.t("appraisal-history")),
    ];
    if preparing {
        links.push((format!("/cycles/{cycle}/what-if"), words.t("appraisal-what-if")));
    }
    // What single reviewers gave is not for reviewers, whatever else they are.
    if preparing && !reviewing {
        links.push((format!("/cycles/{cycle}/reviewers"), words.t("appraisal-statistics")));
    }
    links
}

/// An address with what was chosen on the page; empty values are left out.
pub(crate) fn address(path: &str, chosen: &[(&str, &str)]) -> String {
    let escaped =
        |text: &str| askama::filters::urlencode_strict(text).map(|t| t.to_string()).unwrap_or_default();
    let pairs: Vec<String> = chosen
        .iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(name, value)| format!("{}={}", escaped(name), escaped(value)))
        .collect();
    if pairs.is_empty() { path.to_owned() } else { format!("{path}?{}", pairs.join("&")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_bears_what_was_chosen() {
        let chosen = [("category", "甲&乙"), ("indicators", ""), ("format", "xlsx")];
        assert_eq!(address("/m", &chosen), "/m?category=%E7%94%B2%26%E4%B9%99&format=xlsx");
        assert_eq!(address("/m", &[("category", "")]), "/m");
    }
}

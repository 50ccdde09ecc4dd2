//! What comes every year beside plans and measures: reports, key work, leading groups and reviews, put together.

pub(crate) mod desk;
pub(crate) mod records;
pub(crate) mod sample;

use web::Routes;

use crate::{decisions, groups, key_work, meetings, reports, review_years, reviews};

pub(crate) fn routes() -> Routes {
    Routes::new()
        .and(reports::routes())
        .and(key_work::routes())
        .and(groups::routes())
        .and(meetings::routes())
        .and(decisions::routes())
        .and(review_years::routes())
        .and(reviews::routes())
}

pub(crate) fn statements() -> Vec<&'static str> {
    [
        reports::statements(),
        key_work::statements(),
        groups::statements(),
        meetings::statements(),
        decisions::statements(),
        review_years::statements(),
        reviews::statements(),
    ]
    .concat()
}

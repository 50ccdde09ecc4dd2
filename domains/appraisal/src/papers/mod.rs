//! The papers of an appraisal: notice of the results, statement of every organisation, feedback letter, and the blank
//! forms of panel and mass evaluation. Each is a view over what is already there; nothing is typed into any of them.

mod feedback;
mod forms;
mod letterhead;
mod list;
mod notice;
mod rules;
mod statement;

use web::Routes;

use crate::policy::{ReadFeedback, ReadPreparation, ReadRankings};

pub(crate) fn routes() -> Routes {
    Routes::new()
        .get("/cycles/{id}/papers", ReadRankings, list::show)
        .sample("/cycles/2/papers")
        .get("/cycles/{id}/papers/notice", ReadRankings, notice::show)
        .sample("/cycles/2/papers/notice")
        .get("/cycles/{id}/papers/statements/{org}", ReadRankings, statement::show)
        .sample("/cycles/2/papers/statements/2")
        .get("/cycles/{id}/papers/feedback/{org}", ReadFeedback, feedback::show)
        .sample("/cycles/2/papers/feedback/2")
        .get("/cycles/{id}/papers/evaluation-form", ReadPreparation, forms::evaluation)
        .sample("/cycles/2/papers/evaluation-form")
        .get("/cycles/{id}/papers/score-sheet/{category}", ReadPreparation, forms::score_sheet)
        .sample("/cycles/2/papers/score-sheet/1")
}

//! Promises of the sample organ: the first organisation promised after each year, others after the last one.

use kernel::Problem;
use store::Tx;

use super::actions;
use super::rules::Aim;
use crate::cycles::record as cycles;
use crate::participants;
use crate::rankings::record::places;

/// Every so-manieth organisation has promised.
const EVERY: usize = 4;

const MEASURES: [&str; 3] = [
    "一是修订支部工作手册，每季度交叉检查一次；二是党员攻关小组增加到五个，年内压缩平均周期五个工作日；三是每季度公布一次意见建议的办理情况。",
    "坚持党员导师带教，覆盖全部新进人员；组织生活每月一主题，年底由党员评议；书记每季度到支部讲一次党课。",
    "围绕群众评价中得分较低的两项，制定整改清单，逐项明确责任人，三季度末完成；特色工作形成一份可推广的材料。",
];

/// Makes them after every published year: one place better, or the grade above.
///
/// # Errors
/// [`Problem::Unexpected`] when the database fails.
pub(crate) fn fill(tx: &mut Tx) -> Result<(), Problem> {
    let mut years = cycles::all(tx, false)?;
    years.retain(|cycle| cycle.state == cycles::State::Published);
    for (back, cycle) in years.iter().enumerate() {
        let places = places(tx, cycle.id)?;
        for (at, participant) in participants::of_cycle(tx, cycle.id)?.iter().enumerate() {
            let promises = at == 0 || (back == 0 && at % EVERY == 0);
            let Some(place) = places.iter().find(|place| promises && place.org == participant.org) else {
                continue;
            };
            let better = place.grade_place.saturating_sub(1);
            let named = usize::try_from(better).ok().and_then(|at| cycle.summary.grades.get(at));
            let grade = named.map(|(code, name)| (code.clone(), name.clone(), better));
            let rank = (at % 2 == 0).then(|| place.rank.saturating_sub(1).max(1));
            let measures = MEASURES.iter().cycle().nth(at / EVERY % 3).copied().unwrap_or_default();
            actions::make(tx, cycle.id, participant, &Aim { grade, rank }, measures)?;
        }
    }
    Ok(())
}

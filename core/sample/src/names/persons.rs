//! Names of persons, put together by chance from surnames and characters of given names.
//!
//! The characters are chosen so that the names of well-known officials do not come out.

use rand::RngExt;

use crate::{Chance, Sex};

const SURNAMES: &str = "王李张刘陈杨赵黄周吴徐孙马朱郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆范金石廖贾夏韦方白邹孟熊秦邱江尹薛阎段雷侯龙史陶黎贺顾郝龚邵万钱严覃武戴莫孔向汤";

const COMPOUND: [&str; 5] = ["欧阳", "上官", "司徒", "诸葛", "东方"];

const MALE: &str = "浩俊博宇航磊鑫森昊轩彬峰帆驰铭睿哲恒嘉旭振翔腾岩川松柏启承栋煜钧";

const FEMALE: &str = "丽娟敏静燕玲梅慧颖雪琳佳怡婷倩洁莹璐蕾萍芸薇瑶萱琪珊媛蓉曼妍菲茜";

const EITHER: &str = "文思雨安乐宁远一然亦可书言知悦舒齐悠青禾";

/// A name of two or three characters, now and then four.
pub(crate) fn name(chance: &mut Chance, sex: Sex) -> String {
    let mut name = if chance.random_ratio(1, 120) {
        pick(chance, &COMPOUND).to_owned()
    } else {
        character(chance, SURNAMES).to_string()
    };
    let own = match sex {
        Sex::Male => MALE,
        Sex::Female => FEMALE,
    };
    let two = chance.random_ratio(2, 3);
    if two {
        let first = if chance.random_bool(0.5) { EITHER } else { own };
        name.push(character(chance, first));
    }
    name.push(character(chance, own));
    name
}

fn character(chance: &mut Chance, of: &str) -> char {
    let all = of.chars().count();
    of.chars().nth(chance.random_range(0..all.max(1))).unwrap_or('某')
}

fn pick(chance: &mut Chance, of: &[&'static str]) -> &'static str {
    of.get(chance.random_range(0..of.len().max(1))).copied().unwrap_or_default()
}

//! A struct with 150 fields: the engine does not limit the number of fields.

use super::{failure, read, written};
use crate::runtime::record;

#[derive(Debug, Clone, PartialEq)]
#[rustfmt::skip]
struct Big {
    f000: i64, f001: i64, f002: i64, f003: i64, f004: i64, f005: i64, f006: i64, f007: i64, f008: i64, f009: i64,
    f010: i64, f011: i64, f012: i64, f013: i64, f014: i64, f015: i64, f016: i64, f017: i64, f018: i64, f019: i64,
    f020: i64, f021: i64, f022: i64, f023: i64, f024: i64, f025: i64, f026: i64, f027: i64, f028: i64, f029: i64,
    f030: i64, f031: i64, f032: i64, f033: i64, f034: i64, f035: i64, f036: i64, f037: i64, f038: i64, f039: i64,
    f040: i64, f041: i64, f042: i64, f043: i64, f044: i64, f045: i64, f046: i64, f047: i64, f048: i64, f049: i64,
    f050: i64, f051: i64, f052: i64, f053: i64, f054: i64, f055: i64, f056: i64, f057: i64, f058: i64, f059: i64,
    f060: i64, f061: i64, f062: i64, f063: i64, f064: i64, f065: i64, f066: i64, f067: i64, f068: i64, f069: i64,
    f070: i64, f071: i64, f072: i64, f073: i64, f074: i64, f075: i64, f076: i64, f077: i64, f078: i64, f079: i64,
    f080: i64, f081: i64, f082: i64, f083: i64, f084: i64, f085: i64, f086: i64, f087: i64, f088: i64, f089: i64,
    f090: i64, f091: i64, f092: i64, f093: i64, f094: i64, f095: i64, f096: i64, f097: i64, f098: i64, f099: i64,
    f100: i64, f101: i64, f102: i64, f103: i64, f104: i64, f105: i64, f106: i64, f107: i64, f108: i64, f109: i64,
    f110: i64, f111: i64, f112: i64, f113: i64, f114: i64, f115: i64, f116: i64, f117: i64, f118: i64, f119: i64,
    f120: i64, f121: i64, f122: i64, f123: i64, f124: i64, f125: i64, f126: i64, f127: i64, f128: i64, f129: i64,
    f130: i64, f131: i64, f132: i64, f133: i64, f134: i64, f135: i64, f136: i64, f137: i64, f138: i64, f139: i64,
    f140: i64, f141: i64, f142: i64, f143: i64, f144: i64, f145: i64, f146: i64, f147: i64, f148: i64, f149: i64,
}

record!(Big {
    required f000: "f000", required f001: "f001", required f002: "f002", required f003: "f003", required f004: "f004",
    required f005: "f005", required f006: "f006", required f007: "f007", required f008: "f008", required f009: "f009",
    required f010: "f010", required f011: "f011", required f012: "f012", required f013: "f013", required f014: "f014",
    required f015: "f015", required f016: "f016", required f017: "f017", required f018: "f018", required f019: "f019",
    required f020: "f020", required f021: "f021", required f022: "f022", required f023: "f023", required f024: "f024",
    required f025: "f025", required f026: "f026", required f027: "f027", required f028: "f028", required f029: "f029",
    required f030: "f030", required f031: "f031", required f032: "f032", required f033: "f033", required f034: "f034",
    required f035: "f035", required f036: "f036", required f037: "f037", required f038: "f038", required f039: "f039",
    required f040: "f040", required f041: "f041", required f042: "f042", required f043: "f043", required f044: "f044",
    required f045: "f045", required f046: "f046", required f047: "f047", required f048: "f048", required f049: "f049",
    required f050: "f050", required f051: "f051", required f052: "f052", required f053: "f053", required f054: "f054",
    required f055: "f055", required f056: "f056", required f057: "f057", required f058: "f058", required f059: "f059",
    required f060: "f060", required f061: "f061", required f062: "f062", required f063: "f063", required f064: "f064",
    required f065: "f065", required f066: "f066", required f067: "f067", required f068: "f068", required f069: "f069",
    required f070: "f070", required f071: "f071", required f072: "f072", required f073: "f073", required f074: "f074",
    required f075: "f075", required f076: "f076", required f077: "f077", required f078: "f078", required f079: "f079",
    required f080: "f080", required f081: "f081", required f082: "f082", required f083: "f083", required f084: "f084",
    required f085: "f085", required f086: "f086", required f087: "f087", required f088: "f088", required f089: "f089",
    required f090: "f090", required f091: "f091", required f092: "f092", required f093: "f093", required f094: "f094",
    required f095: "f095", required f096: "f096", required f097: "f097", required f098: "f098", required f099: "f099",
    required f100: "f100", required f101: "f101", required f102: "f102", required f103: "f103", required f104: "f104",
    required f105: "f105", required f106: "f106", required f107: "f107", required f108: "f108", required f109: "f109",
    required f110: "f110", required f111: "f111", required f112: "f112", required f113: "f113", required f114: "f114",
    required f115: "f115", required f116: "f116", required f117: "f117", required f118: "f118", required f119: "f119",
    required f120: "f120", required f121: "f121", required f122: "f122", required f123: "f123", required f124: "f124",
    required f125: "f125", required f126: "f126", required f127: "f127", required f128: "f128", required f129: "f129",
    required f130: "f130", required f131: "f131", required f132: "f132", required f133: "f133", required f134: "f134",
    required f135: "f135", required f136: "f136", required f137: "f137", required f138: "f138", required f139: "f139",
    required f140: "f140", required f141: "f141", required f142: "f142", required f143: "f143", required f144: "f144",
    required f145: "f145", required f146: "f146", required f147: "f147", required f148: "f148", required f149: "f149",
});

fn text(order: impl Iterator<Item = usize>) -> String {
    let members: Vec<String> = order.map(|index| format!("\"f{index:03}\":{index}")).collect();
    format!("{{{}}}", members.join(","))
}

#[test]
fn all_fields_are_read_in_any_order() {
    let big = read::<Big>(&text(0..150));
    assert_eq!((big.f000, big.f077, big.f149), (0, 77, 149));
    assert_eq!(read::<Big>(&text((0..150).rev())), big);
    assert_eq!(written(&big), text(0..150));
}

#[test]
fn the_field_that_is_missing_is_named() {
    for missing in [0, 64, 127, 128, 149] {
        let name = format!("f{missing:03}");
        let without = text((0..150).filter(|index| *index != missing));
        assert_eq!(failure::<Big>(&without), format!("{name}: missing field `{name}`"));
    }
}

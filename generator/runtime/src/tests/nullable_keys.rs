//! Required keys that may be `null`, within unions.

use serde_json::Value;

use super::{read, rewritten};
use crate::runtime::{record, union};

/// A required nullable key that is missing is written as `null`. A variant that requires no addition is preferred.
#[test]
fn a_variant_that_would_add_a_key_is_second_best() {
    #[derive(Debug, Clone, PartialEq)]
    struct First {
        a: Option<String>,
    }
    record!(First { nullable a: "a" });
    #[derive(Debug, Clone, PartialEq)]
    struct Second {
        b: Option<String>,
    }
    record!(Second { nullable b: "b" });
    #[derive(Debug, Clone, PartialEq)]
    enum Either {
        First(First),
        Second(Second),
        Unknown(Value),
    }
    union!(Either { First: object, Second: object });

    assert_eq!(read::<Either>(r#"{"b":null}"#), Either::Second(Second { b: None }));
    assert_eq!(read::<Either>(r#"{"a":null}"#), Either::First(First { a: None }));
    assert_eq!(read::<Either>(r#"{"b":"x","c":1}"#), Either::Second(Second { b: Some("x".to_owned()) }));
    assert_eq!(read::<Either>("{}"), Either::First(First { a: None }));
    assert_eq!(rewritten::<Vec<Either>>(r#"[{"b":null},{"a":"x"}]"#), r#"[{"b":null},{"a":"x"}]"#);
}

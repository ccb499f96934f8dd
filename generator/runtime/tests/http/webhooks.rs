//! Signatures of webhooks. The expected ones were created with OpenSSL and, for Standard Webhooks, are those of its
//! specification.

use std::time::Duration;

use http::HeaderMap;
use jiff::Timestamp;
use oaspress_runtime::runtime::webhook::verifier::{SignatureError, SignatureFormat, WebhookVerifier};

const BODY: &[u8] = br#"{"id":"evt_1"}"#;
const SECRET: &str = "whsec_0123456789";
/// The signature of the seconds, a dot and the body.
const GOOD: &str = "2fec00e092924397533a441c5f5e840ea4c446fb846177802a25de63bbbdd1fe";
/// The signature of the body.
const PLAIN: &str = "82eca820504c9c5b78ab912dfa822a0162314f31aad0c2d31dabaaf0a17ce595";
const SECONDS: i64 = 1_700_000_000;

fn now() -> Timestamp {
    Timestamp::from_second(SECONDS).expect("a time")
}

fn headers(pairs: &[(&'static str, &str)]) -> HeaderMap {
    pairs.iter().map(|(name, value)| (name.parse().expect("a name"), value.parse().expect("a value"))).collect()
}

fn timestamped(secrets: &[&str]) -> WebhookVerifier {
    WebhookVerifier::new(SignatureFormat::Timestamped { header: "X-Signature" }, secrets.iter().copied())
}

fn judge(text: &str, body: &[u8], secrets: &[&str]) -> Result<(), SignatureError> {
    timestamped(secrets).verify_at(&headers(&[("x-signature", text)]), body, now())
}

#[test]
fn a_good_signature_is_good() {
    let text = format!("t={SECONDS},v1={GOOD}");
    assert_eq!(judge(&text, BODY, &[SECRET]), Ok(()));
    assert_eq!(judge(&text.to_uppercase().replace("T=", "t=").replace("V1=", "v1="), BODY, &[SECRET]), Ok(()));
    assert_eq!(judge(&format!("t={SECONDS}, v1={GOOD}, v0=00"), BODY, &[SECRET]), Ok(()));
}

#[test]
fn any_secret_fits_any_signature_while_secrets_are_replaced() {
    let text = format!("t={SECONDS},v1={},v1={GOOD}", "00".repeat(32));
    assert_eq!(judge(&text, BODY, &["another", SECRET]), Ok(()));
    assert_eq!(judge(&text, BODY, &["another"]), Err(SignatureError::Mismatch));
    assert_eq!(judge(&text, BODY, &[]), Err(SignatureError::Mismatch));
    assert_eq!(judge(&text, BODY, &[""]), Err(SignatureError::Mismatch));
}

#[test]
fn what_was_changed_is_found_out() {
    let text = format!("t={SECONDS},v1={GOOD}");
    assert_eq!(judge(&text, br#"{"id":"evt_2"}"#, &[SECRET]), Err(SignatureError::Mismatch));
    let later = format!("t={},v1={GOOD}", SECONDS + 1);
    assert_eq!(judge(&later, BODY, &[SECRET]), Err(SignatureError::Mismatch));
    assert_eq!(judge(&format!("t={SECONDS},v1={}", &GOOD[..62]), BODY, &[SECRET]), Err(SignatureError::Mismatch));
}

#[test]
fn what_is_too_old_is_not_accepted_unless_any_age_is() {
    let headers = headers(&[("x-signature", &format!("t={SECONDS},v1={GOOD}"))]);
    let at = |verifier: WebhookVerifier, seconds| {
        verifier.verify_at(&headers, BODY, Timestamp::from_second(SECONDS + seconds).expect("a time"))
    };
    let verifier = || timestamped(&[SECRET]);
    assert_eq!(at(verifier(), 300), Ok(()));
    assert_eq!(at(verifier(), -300), Ok(()));
    assert_eq!(at(verifier(), 301), Err(SignatureError::Expired));
    assert_eq!(at(verifier(), -301), Err(SignatureError::Expired));
    assert_eq!(at(verifier().tolerance(Duration::from_secs(10)), 11), Err(SignatureError::Expired));
    assert_eq!(at(verifier().tolerance(Duration::ZERO), 1_000_000), Ok(()));
}

#[test]
fn what_is_no_signature_is_said_to_be_none() {
    assert_eq!(timestamped(&[SECRET]).verify(&HeaderMap::new(), BODY), Err(SignatureError::Missing));
    for text in ["", "t=1", "v1=00", "t=1,v1=", "t=1,v1=0", "t=1,v1=zz", "t=x,v1=00", "t=1,t=2,v1=00", "t", "1,00"] {
        assert_eq!(judge(text, BODY, &[SECRET]), Err(SignatureError::Malformed), "{text:?}");
    }
    let huge = format!("t={},v1=00", i64::MAX);
    assert_eq!(judge(&huge, BODY, &[SECRET]), Err(SignatureError::Malformed));
}

#[test]
fn a_plain_signature_covers_the_body_alone() {
    let verifier =
        WebhookVerifier::new(SignatureFormat::Plain { header: "x-hub-signature-256", prefix: "sha256=" }, [SECRET]);
    let judge = |text: &str| verifier.verify(&headers(&[("x-hub-signature-256", text)]), BODY);
    assert_eq!(judge(&format!("sha256={PLAIN}")), Ok(()));
    assert_eq!(judge(&format!("sha256={GOOD}")), Err(SignatureError::Mismatch));
    assert_eq!(judge(PLAIN), Err(SignatureError::Malformed));
}

#[test]
fn standard_webhooks_are_understood() {
    let verifier = WebhookVerifier::new(SignatureFormat::Standard, ["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"]);
    let judge = |signature: &str| {
        let headers = headers(&[
            ("webhook-id", "msg_p5jXN8AQM9LWM0D4loKWxJek"),
            ("webhook-timestamp", "1614265330"),
            ("webhook-signature", signature),
        ]);
        let time = Timestamp::from_second(1_614_265_330).expect("a time");
        verifier.verify_at(&headers, br#"{"test": 2432232314}"#, time)
    };
    assert_eq!(judge("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="), Ok(()));
    assert_eq!(judge("v2,AAAA v1,AAAA v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="), Ok(()));
    assert_eq!(judge("v1,AAAA"), Err(SignatureError::Mismatch));
    assert_eq!(judge("v2,AAAA"), Err(SignatureError::Malformed));
    assert_eq!(judge("v1,!"), Err(SignatureError::Malformed));
}

#[test]
fn a_secret_of_no_bytes_signs_nothing() {
    // HMAC-SHA256 of `id.1614265330.{}` with an empty key.
    let signature = "v1,jUX18gbMHOO1vqtiQSvfJ9qOwMVrD8cvO9FpuApZG9U=";
    let signed =
        headers(&[("webhook-id", "id"), ("webhook-timestamp", "1614265330"), ("webhook-signature", signature)]);
    let time = Timestamp::from_second(1_614_265_330).expect("a time");
    for secret in ["", "whsec_", "whsec_="] {
        let verifier = WebhookVerifier::new(SignatureFormat::Standard, [secret]);
        assert_eq!(verifier.verify_at(&signed, b"{}", time), Err(SignatureError::Mismatch), "{secret:?}");
    }
}

#[test]
fn secrets_are_not_shown() {
    let shown = format!("{:?}", timestamped(&[SECRET]));
    assert!(!shown.contains(SECRET) && shown.contains("secrets: 1"), "{shown}");
}

#[test]
fn a_signed_webhook_is_accepted_and_has_the_signature_of_the_server() {
    let formats = [
        (SignatureFormat::Timestamped { header: "X-Signature" }, SECRET),
        (SignatureFormat::Plain { header: "X-Signature", prefix: "sha256=" }, SECRET),
        (SignatureFormat::Standard, "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"),
    ];
    for (format, secret) in formats {
        let verifier = WebhookVerifier::new(format, [secret, "another"]);
        let headers = verifier.sign(BODY, now());
        assert_eq!(verifier.verify_at(&headers, BODY, now()), Ok(()), "{format:?}");
        assert_eq!(verifier.verify_at(&headers, b"{}", now()), Err(SignatureError::Mismatch), "{format:?}");
        let strangers = WebhookVerifier::new(format, ["c3RyYW5nZXI="]);
        assert_eq!(strangers.verify_at(&headers, BODY, now()), Err(SignatureError::Mismatch), "{format:?}");
    }
    let headers = timestamped(&[SECRET]).sign(BODY, now());
    assert_eq!(headers["x-signature"], format!("t={SECONDS},v1={GOOD}"));
    let plain = WebhookVerifier::new(SignatureFormat::Plain { header: "X-Signature", prefix: "" }, [SECRET]);
    assert_eq!(plain.sign(BODY, now())["x-signature"], PLAIN);
}

#[test]
fn nothing_is_signed_without_a_secret() {
    assert!(timestamped(&[]).sign(BODY, now()).is_empty());
    assert!(timestamped(&[""]).sign(BODY, now()).is_empty());
}

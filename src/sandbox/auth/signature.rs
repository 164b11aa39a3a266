//! AWS Signature Version 4, computed
//!
//! Source: <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html>

use hmac::{Hmac, KeyInit, Mac};
use http::{HeaderMap, request};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use sha2::{Digest, Sha256};

/// What SigV4 leaves unencoded: letters, digits, `-`, `.`, `_` and `~`.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');
const ENCODED_BUT_SLASH: &AsciiSet = &ENCODED.remove(b'/');

/// The canonical request. The path is encoded once more, as all services but S3 have it.
pub(super) fn canonical(head: &request::Parts, signed_headers: &str, body: &[u8]) -> String {
    let path = utf8_percent_encode(head.uri.path(), ENCODED_BUT_SLASH);
    let query = canonical_query(head.uri.query().unwrap_or(""));
    let headers: String =
        signed_headers.split(';').map(|name| format!("{name}:{}\n", canonical_values(&head.headers, name))).collect();
    let digest = hex(&Sha256::digest(body));
    format!("{}\n{path}\n{query}\n{headers}\n{signed_headers}\n{digest}", head.method)
}

fn canonical_query(query: &str) -> String {
    let encoded = |text: &str| {
        let decoded: Vec<u8> = percent_decode_str(text).collect();
        percent_encoding::percent_encode(&decoded, ENCODED).to_string()
    };
    let mut pairs: Vec<(String, String)> = query
        .split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
        .map(|(name, value)| (encoded(name), encoded(value)))
        .collect();
    pairs.sort();
    let pairs: Vec<String> = pairs.into_iter().map(|(name, value)| format!("{name}={value}")).collect();
    pairs.join("&")
}

fn canonical_values(headers: &HeaderMap, name: &str) -> String {
    let squeezed = |value: &http::HeaderValue| {
        let text = String::from_utf8_lossy(value.as_bytes()).into_owned();
        text.split(' ').filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
    };
    headers.get_all(name).iter().map(squeezed).collect::<Vec<_>>().join(",")
}

/// The signature of a canonical request, in a scope of `date/region/service/aws4_request`.
pub(super) fn sign(secret: &str, scope: &str, date: &str, canonical: &str) -> String {
    let digest = hex(&Sha256::digest(canonical.as_bytes()));
    let text = format!("AWS4-HMAC-SHA256\n{date}\n{scope}\n{digest}");
    let key = format!("AWS4{secret}").into_bytes();
    let key = scope.split('/').fold(key, |key, part| hmac(&key, part));
    hex(&hmac(&key, &text))
}

fn hmac(key: &[u8], text: &str) -> Vec<u8> {
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key) else {
        // HMAC takes keys of every length.
        return Vec::new();
    };
    mac.update(text.as_bytes());
    mac.finalize().into_bytes().to_vec()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// From AWS's SigV4 test suite: `get-vanilla-query-order-key-case`.
    #[test]
    fn signs_as_the_published_test_vector_does() {
        let head = http::Request::builder()
            .uri("/?Param2=value2&Param1=value1")
            .header("host", "example.amazonaws.com")
            .header("x-amz-date", "20150830T123600Z")
            .body(())
            .unwrap()
            .into_parts()
            .0;
        let canonical = canonical(&head, "host;x-amz-date", b"");
        let scope = "20150830/us-east-1/service/aws4_request";
        assert_eq!(
            hex(&Sha256::digest(canonical.as_bytes())),
            "816cd5b414d056048ba4f7c5386d6e0533120fb1fcfa93762cf0fc39e2cf19e0"
        );
        assert_eq!(
            sign("wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", scope, "20150830T123600Z", &canonical),
            "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500"
        );
    }

    #[test]
    fn an_encoded_path_is_encoded_once_more() {
        let head = http::Request::builder().uri("/model/a%3A0/converse").body(()).unwrap().into_parts().0;
        assert!(canonical(&head, "host", b"").starts_with("GET\n/model/a%253A0/converse\n"));
    }
}

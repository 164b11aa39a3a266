//! URLs as they may be shown: a password in one is nobody's business

/// A URL without what stands before its `@`, which may be a password. One with a `/` in it is no valid URL, but hidden
/// all the same.
pub fn masked(url: &str) -> String {
    let (scheme, rest) = url.split_once("://").map_or(("", url), |(scheme, rest)| (scheme, rest));
    match rest.rsplit_once('@') {
        Some((_, host)) if scheme.is_empty() => format!("***@{host}"),
        Some((_, host)) => format!("{scheme}://***@{host}"),
        None => url.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_before_the_at_sign_of_a_url_is_hidden() {
        assert_eq!(masked("https://me:secret@host/p"), "https://***@host/p");
        assert_eq!(masked("https://me:se/cr@et@host:1/p"), "https://***@host:1/p");
        assert_eq!(masked("me:secret@host"), "***@host");
        assert_eq!(masked("http://127.0.0.1:80"), "http://127.0.0.1:80");
    }
}

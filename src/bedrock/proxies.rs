//! Which proxy a request takes: `HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY`, and what `NO_PROXY` and AWS leave out

use std::env;
use std::error::Error as StdError;
use std::fmt;
use std::net::IpAddr;

use http::header::HeaderValue;
use http::{StatusCode, Uri};
use hyper_util::client::proxy::matcher::Matcher;

use super::distrust;
use super::profile::variable;
use super::transport::chain;
use crate::error::{Error, Kind};
use crate::source::Said;

/// Where credentials are given out to this machine or container, and nobody else. A proxy would answer for itself.
const METADATA: &[&str] = &["169.254.169.254", "fd00:ec2::254", "169.254.170.2", "169.254.170.23", "fd00:ec2::23"];

/// Endpoints of the same kind that stand in the environment. The AWS CLI asks a container's without a proxy wherever it
/// is; localhost as such it calls through the proxy, as curl does, unless `NO_PROXY` names it.
const METADATA_VARIABLES: &[&str] = &["AWS_CONTAINER_CREDENTIALS_FULL_URI", "AWS_EC2_METADATA_SERVICE_ENDPOINT"];

/// The proxies that somebody named. Nothing is parsed before a request is sent.
#[derive(Default)]
pub struct Proxies {
    pub https: Option<Said>,
    pub http: Option<Said>,
    pub no: Option<Said>,
    /// The profile's own metadata service.
    metadata: Option<String>,
}

/// The proxy that one request takes.
pub struct Proxy {
    uri: Uri,
    auth: Option<HeaderValue>,
    variable: String,
}

impl Proxies {
    /// Lower case comes first, as in curl and the AWS CLI.
    pub fn of_environment(metadata: Option<String>) -> Self {
        let first = |names: [&'static str; 2]| names.into_iter().find_map(variable);
        let all = || first(["all_proxy", "ALL_PROXY"]);
        // A CGI server sets HTTP_PROXY from a header that any client can send.
        let is_cgi = env::var_os("REQUEST_METHOD").is_some();
        let http = variable("http_proxy").or_else(|| variable("HTTP_PROXY").filter(|_| !is_cgi));
        Proxies {
            https: first(["https_proxy", "HTTPS_PROXY"]).or_else(all),
            http: http.or_else(all),
            no: first(["no_proxy", "NO_PROXY"]),
            metadata,
        }
    }

    /// The proxy on the way to `uri`, if there is one.
    pub fn of(&self, uri: &Uri) -> Result<Option<Proxy>, Error> {
        let said = if is_https(uri) { &self.https } else { &self.http };
        match said {
            Some(said) if !is_metadata(uri) && !self.is_own_metadata(uri) && !self.is_spared(uri) => {
                Proxy::parse(said).map(Some)
            }
            _ => Ok(None),
        }
    }

    fn is_own_metadata(&self, uri: &Uri) -> bool {
        let variables = METADATA_VARIABLES.iter().filter_map(|name| env::var(name).ok());
        variables.chain(self.metadata.clone()).filter_map(|url| url.parse().ok()).any(|url| same_place(&url, uri))
    }

    /// `NO_PROXY`: names with all below them, addresses, networks, `*`; and as in the AWS CLI `host:port`.
    fn is_spared(&self, uri: &Uri) -> bool {
        let Some(Said { value: list, .. }) = &self.no else {
            return false;
        };
        let authority = uri.authority().map(http::uri::Authority::as_str).unwrap_or_default();
        list.split(',').any(|entry| entry.trim().eq_ignore_ascii_case(authority))
            || Matcher::builder().all("http://proxy").no(list).build().intercept(uri).is_none()
    }
}

impl Proxy {
    /// The URL in the variable. It is never shown: what is not understood of it may be a password.
    fn parse(said: &Said) -> Result<Proxy, Error> {
        let Said { value, source } = said;
        let (value, variable) = (value.trim(), source.naming("proxy"));
        if value.to_ascii_lowercase().starts_with("socks") && value.contains("://") {
            return Err(Error::usage(format!("{variable} names a SOCKS proxy, which is not supported"))
                .hint("`export HTTPS_PROXY=` an HTTP proxy, or `NO_PROXY='*'` to connect without any"));
        }
        Self::usable(value, &variable).ok_or_else(|| {
            Error::usage(format!("{variable} holds no URL of a proxy")).hint(
                "write it as `http://proxy:3128` or `http://user:password@proxy:3128`; in a password, `%40` is an `@` \
                 and `%2F` a `/`",
            )
        })
    }

    fn usable(value: &str, variable: &str) -> Option<Proxy> {
        let any = Uri::from_static("http://any");
        let url = if value.contains("://") { value.to_owned() } else { format!("http://{value}") };
        let found = Matcher::builder().all(url).build().intercept(&any)?;
        let (uri, auth) = (found.uri().clone(), found.basic_auth().cloned());
        let authority = uri.authority()?.as_str();
        let host = uri.host().filter(|host| !host.is_empty())?;
        // A bare `@`, `/` or `#` in a password ends the host too early, and its rest would be looked up in the DNS.
        let is_whole = authority == host || uri.port_u16().is_some();
        (is_whole && !authority.contains('@') && value.contains('@') == auth.is_some()).then(|| Proxy {
            uri,
            auth,
            variable: variable.to_owned(),
        })
    }

    pub fn uri(&self) -> &Uri {
        &self.uri
    }

    /// `Proxy-Authorization`, made of the user and the password in the URL.
    pub fn auth(&self) -> Option<&HeaderValue> {
        self.auth.as_ref()
    }

    /// Nobody answers there, or not as it must.
    pub fn unreachable(&self, source: &(dyn StdError + 'static)) -> Error {
        let mut error = Error::new(Kind::Network, format!("cannot connect to {self}"))
            .hint(format!("check {}; `NO_PROXY` names the hosts that need no proxy", self.variable));
        error.causes.extend(distrust::words(source).or_else(|| chain(source).last().map(ToString::to_string)));
        error.retryable = !distrust::is_certificate(source);
        error
    }

    /// It took the connection, and ended it before there was a way to the host.
    pub fn broke_off(&self, target: &Uri, cause: impl fmt::Display) -> Error {
        let message = format!("{self} broke off before it had connected to `{}`", place(target));
        let mut error = Error::new(Kind::Network, message).caused_by(cause);
        error.retryable = true;
        error.hint(format!("check {}: is an HTTP proxy listening there?", self.variable))
    }

    /// What it said instead of connecting. Its own words are not repeated.
    pub fn refused(&self, target: &Uri, status: StatusCode) -> Error {
        let host = place(target);
        if status == StatusCode::PROXY_AUTHENTICATION_REQUIRED {
            return self.wants_credentials();
        }
        let mut error = Error::new(Kind::Network, format!("{self} does not connect to `{host}`: HTTP {status}"));
        // A gateway's errors may pass; a rule of the proxy does not.
        error.retryable = status.is_server_error();
        let name = target.host().unwrap_or_default();
        let hint = match error.retryable {
            true => format!("the proxy cannot reach `{name}` now; if no proxy is needed for it, add it to `NO_PROXY`"),
            false => {
                format!("whoever runs the proxy has to allow `{host}`; if it needs none, add `{name}` to `NO_PROXY`")
            }
        };
        error.hint(hint)
    }

    fn wants_credentials(&self) -> Error {
        let why = match &self.auth {
            Some(_) => "does not accept the user name and password",
            None => "wants a user name and a password",
        };
        let url = format!("http://user:password@{}", place(&self.uri));
        Error::new(Kind::Network, format!("{self} {why}: HTTP 407"))
            .hint(format!("they stand in {}, as in `{url}`", self.variable))
    }
}

/// Where it is and who named it.
impl fmt::Display for Proxy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the proxy `{}` of {}", place(&self.uri), self.variable)
    }
}

pub fn is_https(uri: &Uri) -> bool {
    uri.scheme_str() == Some("https")
}

/// `host:port`, without what may stand before the host.
pub fn place(uri: &Uri) -> String {
    format!("{}:{}", uri.host().unwrap_or_default(), port(uri))
}

fn port(uri: &Uri) -> u16 {
    uri.port_u16().unwrap_or(if is_https(uri) { 443 } else { 80 })
}

fn is_metadata(uri: &Uri) -> bool {
    let host = uri.host().unwrap_or_default().trim_matches(['[', ']']);
    let Ok(address) = host.parse::<IpAddr>() else {
        return false;
    };
    METADATA.iter().any(|known| known.parse() == Ok(address))
}

fn same_place(one: &Uri, other: &Uri) -> bool {
    place(one).eq_ignore_ascii_case(&place(other))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Source;

    fn said(value: &str) -> Option<Said> {
        Some(Said::new(value.to_owned(), Source::Variable("HTTP_PROXY")))
    }

    fn is_proxied(no: &str, url: &str) -> bool {
        let http = said("http://proxy:3128");
        let proxies = Proxies { https: http.clone(), http, no: said(no), metadata: Some("http://meta:99".to_owned()) };
        proxies.of(&url.parse().expect("a URL")).expect("a proxy").is_some()
    }

    #[test]
    fn no_proxy_knows_names_suffixes_addresses_networks_and_ports() {
        assert!(is_proxied("b.com", "https://notb.com") && is_proxied("", "https://a.b.com"));
        for (no, url) in [
            ("b.com", "https://a.b.com"),
            ("x, .b.com", "https://a.B.com"),
            ("b.com", "https://b.com:8443"),
            ("b.com:8443", "https://b.com:8443"),
            ("10.1.0.0/16", "http://10.1.2.3:80"),
            ("::1", "http://[::1]:80"),
            ("*", "https://any.where"),
        ] {
            assert!(!is_proxied(no, url), "{no} {url}");
        }
        assert!(is_proxied("b.com:8443", "https://b.com"));
    }

    #[test]
    fn metadata_is_asked_without_a_proxy() {
        for host in METADATA {
            let url = if host.contains(':') { format!("http://[{host}]/x") } else { format!("http://{host}/x") };
            assert!(!is_proxied("", &url), "{url}");
        }
        assert!(!is_proxied("", "http://meta:99/latest") && is_proxied("", "http://meta:98/latest"));
        assert!(is_proxied("", "http://169.254.1.1") && is_proxied("", "http://localhost"));
    }

    #[test]
    fn a_url_that_is_not_whole_is_no_proxy() {
        for url in [
            "http://me:1#2@proxy",
            "http://me:1/2@proxy:1",
            "http://me:a@b@proxy",
            "http://proxy:port",
            "ftp://proxy",
            "http://",
            "a b",
        ] {
            assert!(Proxy::usable(url, "").is_none(), "{url}");
        }
        let proxy = Proxy::usable("me:p%40ss%2F@[::1]:3128/", "`HTTP_PROXY`").expect("a proxy");
        assert_eq!(proxy.to_string(), "the proxy `[::1]:3128` of `HTTP_PROXY`");
        assert_eq!(proxy.auth().expect("credentials"), "Basic bWU6cEBzcy8=");
        assert_eq!(place(Proxy::usable("https://proxy", "").expect("a proxy").uri()), "proxy:443");
    }
}

//! The certificates that are trusted: read once, and only when something is called by https

use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject as _;
use rustls::{ClientConfig, RootCertStore};

use crate::error::{Error, Kind};
use crate::source::Said;
use crate::waiting;

/// All of the authorities in the world are 250 KB.
const LARGEST_BUNDLE: u64 = 16 * 1024 * 1024;

/// Whom a TLS client trusts: the authorities of the bundle that was named, else the system's, or those of `SSL_CERT_FILE`
/// and `SSL_CERT_DIR`.
pub struct Trust {
    bundle: Option<Said<PathBuf>>,
    config: OnceLock<Result<Arc<ClientConfig>, Error>>,
}

impl Trust {
    pub fn of(bundle: Option<Said<PathBuf>>) -> Self {
        Trust { bundle, config: OnceLock::new() }
    }

    pub fn config(&self) -> Result<Arc<ClientConfig>, Error> {
        self.config.get_or_init(|| client_config(self.roots()?).map(Arc::new)).clone()
    }

    fn roots(&self) -> Result<RootCertStore, Error> {
        match &self.bundle {
            Some(bundle) => named_roots(&bundle.value).map_err(|why| {
                let message = format!(
                    "{} names no bundle of certificates: `{}`",
                    bundle.source.naming("ca_bundle"),
                    bundle.value.display()
                );
                Error::usage(message)
                    .caused_by(why)
                    .hint("it is a file with the certificates of authorities in PEM: `-----BEGIN CERTIFICATE-----` …")
            }),
            None => system_roots(),
        }
    }
}

fn client_config(roots: RootCertStore) -> Result<ClientConfig, Error> {
    let provider = rustls::crypto::ring::default_provider();
    let builder = ClientConfig::builder_with_provider(provider.into()).with_safe_default_protocol_versions();
    let builder = builder.map_err(|error| Error::new(Kind::Internal, error.to_string()))?;
    Ok(builder.with_root_certificates(roots).with_no_client_auth())
}

/// A certificate that only rustls cannot read is passed over, since the system's bundle, which many copy theirs from, has
/// had such ones; a file that is damaged as PEM is refused.
fn named_roots(bundle: &Path) -> Result<RootCertStore, String> {
    let pem = read(bundle).map_err(|error| error.to_string())?;
    let certificates: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(&pem).collect();
    let mut roots = RootCertStore::empty();
    match roots.add_parsable_certificates(certificates.map_err(|error| format!("it is damaged: {error}"))?) {
        (0, 0) => Err("there is no certificate in it".to_owned()),
        (0, _) => Err("its certificates are damaged".to_owned()),
        _ => Ok(roots),
    }
}

fn read(path: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    waiting::open(path)?.take(LARGEST_BUNDLE + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > LARGEST_BUNDLE {
        return Err(io::Error::other(format!("it is larger than {LARGEST_BUNDLE} bytes")));
    }
    Ok(bytes)
}

fn system_roots() -> Result<RootCertStore, Error> {
    let mut roots = RootCertStore::empty();
    let named = ["SSL_CERT_FILE", "SSL_CERT_DIR"]
        .into_iter()
        .find(|name| std::env::var_os(name).is_some_and(|value| !value.is_empty()));
    let loaded = load(named.is_some());
    let (added, _) = roots.add_parsable_certificates(loaded.certs);
    if added > 0 {
        return Ok(roots);
    }
    let mut error = match named {
        Some(name) => Error::usage(format!("`{name}` names no certificates that can be read")),
        None => Error::new(Kind::Network, "this system has no root certificates"),
    };
    error.causes = loaded.errors.first().map(ToString::to_string).into_iter().collect();
    Err(error.hint("`--ca-bundle FILE` names the certificates to trust, in PEM"))
}

/// Linux distributions keep the same certificates as one bundle and as a directory; reading both costs twice.
fn load(named: bool) -> rustls_native_certs::CertificateResult {
    const BUNDLES: &[&str] =
        &["/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/ca-bundle.pem"];
    let bundle = BUNDLES.iter().map(Path::new).find(|bundle| bundle.is_file());
    match bundle {
        Some(bundle) if cfg!(target_os = "linux") && !named => {
            rustls_native_certs::load_certs_from_paths(Some(bundle), None)
        }
        _ => rustls_native_certs::load_native_certs(),
    }
}

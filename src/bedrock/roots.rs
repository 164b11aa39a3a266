//! The certificates that are trusted: read once, and only when an https endpoint is called

use std::path::Path;

use rustls::{ClientConfig, RootCertStore};

/// A TLS client that trusts the bundle in `AWS_CA_BUNDLE`, else the system's roots, or those that `SSL_CERT_FILE` and
/// `SSL_CERT_DIR` name.
///
/// Linux distributions keep the same certificates as one bundle and as a directory; reading both costs twice.
pub fn client_config() -> Result<ClientConfig, String> {
    let mut roots = RootCertStore::empty();
    let loaded = load();
    let (added, _) = roots.add_parsable_certificates(loaded.certs);
    if added == 0 {
        let why = loaded.errors.first().map(|error| format!(": {error}"));
        return Err(format!("no root certificates could be read{}", why.unwrap_or_default()));
    }
    let provider = rustls::crypto::ring::default_provider();
    let builder = ClientConfig::builder_with_provider(provider.into())
        .with_safe_default_protocol_versions()
        .map_err(|error| error.to_string())?;
    Ok(builder.with_root_certificates(roots).with_no_client_auth())
}

fn load() -> rustls_native_certs::CertificateResult {
    const BUNDLES: &[&str] =
        &["/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/ca-bundle.pem"];
    if let Some(bundle) = std::env::var_os("AWS_CA_BUNDLE").filter(|value| !value.is_empty()) {
        return rustls_native_certs::load_certs_from_paths(Some(Path::new(&bundle)), None);
    }
    let named = ["SSL_CERT_FILE", "SSL_CERT_DIR"]
        .iter()
        .any(|name| std::env::var_os(name).is_some_and(|value| !value.is_empty()));
    let bundle = BUNDLES.iter().map(Path::new).find(|bundle| bundle.is_file());
    match bundle {
        Some(bundle) if cfg!(target_os = "linux") && !named => {
            rustls_native_certs::load_certs_from_paths(Some(bundle), None)
        }
        _ => rustls_native_certs::load_native_certs(),
    }
}

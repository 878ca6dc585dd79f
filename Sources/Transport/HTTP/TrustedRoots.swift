import CCurl
import Foundation

/// The PEM bundle of TLS roots to trust.
enum TrustedRoots {
    /// Where systems keep theirs, in case libcurl was built without an opinion.
    private static let usualPlaces = [
        "/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/cert.pem",
    ]

    /// The system's bundle; nil when there is none.
    static var systemBundle: String? {
        let own = ccurl_default_ca_file().map { String(cString: $0) }
        return ([own].compactMap { $0 } + usualPlaces).first { FileManager.default.isReadableFile(atPath: $0) }
    }

    /// The system's roots, or a new bundle in `directory` of them and of the certificates in `extra` files.
    static func bundle(adding extra: [String], in directory: String) throws(TransportError) -> String? {
        guard !extra.isEmpty else { return systemBundle }
        var text = ""
        for path in extra {
            guard let data = FileManager.default.contents(atPath: path) else {
                throw .badRootCertificate(path: path, reason: "cannot be read")
            }
            let pem = String(decoding: data, as: UTF8.self)
            guard pem.contains("-----BEGIN CERTIFICATE-----"), pem.contains("-----END CERTIFICATE-----") else {
                throw .badRootCertificate(path: path, reason: "holds no PEM certificate")
            }
            text += pem + "\n"
        }
        if let systemBundle, let data = FileManager.default.contents(atPath: systemBundle) {
            text += String(decoding: data, as: UTF8.self)
        }
        let path = directory + "/tls-roots.pem"
        do {
            try Data(text.utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
        } catch {
            throw .directoryUnusable(path: directory, reason: "\(error.localizedDescription)")
        }
        return path
    }
}

import DER
import Foundation
import RPKICrypto
import RPKIObjects

/// The laboratory's own authority for TLS, and the certificate of its HTTPS server.
enum TLSFiles {
    private static let lifetime: Int64 = 10 * 365 * 86_400

    static func create(in directory: LaboratoryDirectory, at now: PosixTime) throws(LaboratoryError) {
        let files: [(String, String)]
        do throws(KeyError) {
            let authorityKey = try SigningKey.generateP256()
            let serverKey = try SigningKey.generateP256()
            files = [
                ("ca.pem", pem(try authority(authorityKey, at: now).issued(by: authorityKey))),
                ("ca.key", try authorityKey.pem()),
                ("server.pem", pem(try server(serverKey, issuer: authorityKey, at: now).issued(by: authorityKey))),
                ("server.key", try serverKey.pem()),
            ]
        } catch {
            throw .key(error)
        }
        for (name, text) in files {
            try LaboratoryDirectory.write(
                text.utf8,
                to: directory.tls(name),
                mode: name.hasSuffix(".key") ? 0o600 : 0o644
            )
        }
    }

    private static func authority(_ key: SigningKey, at now: PosixTime) -> CertificateTemplate {
        CertificateTemplate(
            serialNumber: 1,
            issuer: authorityName,
            subject: authorityName,
            notBefore: now,
            notAfter: PosixTime(now.seconds + lifetime),
            subjectPublicKeyInfo: key.subjectPublicKeyInfo,
            extensions: [
                .basicConstraints(isCA: true), .keyUsage(.keyCertSignAndCRLSign),
                .subjectKeyIdentifier(key.keyIdentifier),
            ]
        )
    }

    private static func server(_ key: SigningKey, issuer: SigningKey, at now: PosixTime) -> CertificateTemplate {
        CertificateTemplate(
            serialNumber: 2,
            issuer: authorityName,
            subject: LaboratoryConfiguration.host,
            notBefore: now,
            notAfter: PosixTime(now.seconds + lifetime),
            subjectPublicKeyInfo: key.subjectPublicKeyInfo,
            extensions: [
                .subjectAlternativeNames(hosts: [LaboratoryConfiguration.host], ipv4: [[127, 0, 0, 1]]),
                .keyUsage(.digitalSignature),
                .extendedKeyUsage([OID.serverAuthentication]),
                .subjectKeyIdentifier(key.keyIdentifier),
                .authorityKeyIdentifier(issuer.keyIdentifier),
            ]
        )
    }

    private static let authorityName = "Apus laboratory TLS authority"

    private static func pem(_ certificate: [UInt8]) -> String {
        let base64 = Data(certificate).base64EncodedString(options: [.lineLength64Characters, .endLineWithLineFeed])
        return "-----BEGIN CERTIFICATE-----\n\(base64)\n-----END CERTIFICATE-----\n"
    }
}

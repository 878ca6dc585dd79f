import Foundation
import RPKICrypto
import Synchronization

/// The laboratory's private keys, read from their files when first used.
final class KeyRing: Sendable {
    private let directory: LaboratoryDirectory
    private let keys = Mutex<[String: SigningKey]>([:])

    init(directory: LaboratoryDirectory) {
        self.directory = directory
    }

    func key(named name: String) throws(LaboratoryError) -> SigningKey {
        if let key = keys.withLock({ $0[name] }) { return key }
        let pem = String(decoding: try LaboratoryDirectory.read(directory.key(name)), as: UTF8.self)
        do {
            let key = try SigningKey(pem: pem)
            keys.withLock { $0[name] = key }
            return key
        } catch {
            throw .key(error)
        }
    }

    /// The key of that name, made and stored when there is none.
    func key(
        named name: String,
        orMaking make: () throws(KeyError) -> SigningKey
    ) throws(LaboratoryError) -> SigningKey {
        if LaboratoryDirectory.exists(directory.key(name)) { return try key(named: name) }
        let key: SigningKey
        do {
            key = try make()
        } catch {
            throw .key(error)
        }
        try store(key, named: name)
        return key
    }

    /// The key for the end entity certificate with this serial number.
    func endEntityKey(serial: UInt64, of count: Int) throws(LaboratoryError) -> SigningKey {
        try key(named: Self.endEntityName(Int(serial % UInt64(max(1, count)))))
    }

    static func endEntityName(_ index: Int) -> String { "ee-\(index)" }

    /// Makes and stores RSA keys, on all processors.
    func generate(_ names: [String]) throws(LaboratoryError) {
        let failures = Mutex<[LaboratoryError]>([])
        DispatchQueue.concurrentPerform(iterations: names.count) { index in
            do throws(LaboratoryError) {
                try store(Self.make(), named: names[index])
            } catch {
                failures.withLock { $0.append(error) }
            }
        }
        if let failure = failures.withLock({ $0.first }) { throw failure }
    }

    private static func make() throws(LaboratoryError) -> SigningKey {
        do {
            return try SigningKey.generateRSA2048()
        } catch {
            throw .key(error)
        }
    }

    private func store(_ key: SigningKey, named name: String) throws(LaboratoryError) {
        let pem: String
        do {
            pem = try key.pem()
        } catch {
            throw .key(error)
        }
        try LaboratoryDirectory.write(pem.utf8, to: directory.key(name), mode: 0o600)
        keys.withLock { $0[name] = key }
    }
}

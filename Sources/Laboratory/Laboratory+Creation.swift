import DER
import Foundation
import NumberResources
import RPKICrypto

extension Laboratory {
    /// Creates a laboratory in `path`, which must not exist or be empty, and publishes it.
    ///
    /// Takes a few seconds, most of them for the generation of RSA keys.
    package static func create(
        directory path: String,
        configuration: LaboratoryConfiguration = LaboratoryConfiguration(),
        clock: LaboratoryClock = .system
    ) throws(LaboratoryError) -> Laboratory {
        try configuration.checked()
        guard LaboratoryDirectory.names(in: path).isEmpty else { throw .alreadyExists(path: path) }
        var configuration = configuration
        let ports = try LoopbackPorts.reserve([configuration.httpsPort, configuration.rsyncPort])
        configuration.httpsPort = ports[0]
        configuration.rsyncPort = ports[1]

        let directory = LaboratoryDirectory(path: path)
        for part in ["objects", "trees", "rsync", "rrdp", "ta", "tals"] {
            try LaboratoryDirectory.makeDirectory("\(path)/\(part)")
        }
        for part in ["keys", "tls"] { try LaboratoryDirectory.makeDirectory("\(path)/\(part)", mode: 0o700) }
        let lock = try DirectoryLock(path: directory.lock)
        let now = clock.now()
        let state = AddressPlan(configuration: configuration).state(at: now)
        let keys = KeyRing(directory: directory)
        try keys.generate(
            state.authorities.map(\.name) + (0..<configuration.endEntityKeys).map(KeyRing.endEntityName)
        )
        try TLSFiles.create(in: directory, at: now)
        let laboratory = Laboratory(state: state, directory: directory, keys: keys, clock: clock, lock: lock)
        try laboratory.certifyAuthorities(at: now)
        try laboratory.issueInitialROAs(at: now)
        _ = try laboratory.publish()
        return laboratory
    }

    /// Issues the certificates of all authorities and writes the trust anchor locators.
    private func certifyAuthorities(at now: PosixTime) throws(LaboratoryError) {
        try change { state throws(LaboratoryError) in
            for index in state.authorities.indices {
                try certify(authority: index, fault: nil, at: now, in: &state)
            }
        }
        for name in configuration.trustAnchors {
            let uris = LaboratoryURIs(configuration: configuration).trustAnchor(name)
            let key = Data(try keys.key(named: name).subjectPublicKeyInfo).base64EncodedString()
            var lines = [uris.https, uris.rsync, ""]
            var rest = key[...]
            while !rest.isEmpty {
                lines.append(String(rest.prefix(64)))
                rest = rest.dropFirst(64)
            }
            try LaboratoryDirectory.write((lines.joined(separator: "\n") + "\n").utf8, to: directory.tal(name))
        }
    }

    /// Issues the certificate of one authority and stores it where its issuer publishes it.
    func certify(
        authority index: Int,
        fault: LaboratoryFault?,
        at now: PosixTime,
        in state: inout LaboratoryState
    ) throws(LaboratoryError) {
        let authority = state.authorities[index]
        let key = try keys.key(named: authority.name)
        guard let parentName = authority.parent else {
            let serial = state.authorities[index].takeSerial()
            state.authorities[index].certificateSerial = serial
            state.authorities[index].certificateFault = fault
            state.authorities[index].isChanged = true
            let bytes = try ObjectIssuer.authorityCertificate(
                authority,
                key: key,
                issuer: nil,
                serial: serial,
                uris: LaboratoryURIs(configuration: configuration),
                fault: fault,
                at: now
            )
            try LaboratoryDirectory.write(bytes, to: directory.trustAnchorCertificate(authority.name))
            return
        }
        let parent = try state.authorityIndex(named: parentName)
        let serial = state.authorities[parent].takeSerial()
        state.authorities[parent].isChanged = true
        let issuer = try self.issuer(for: state.authorities[parent], in: state)
        let bytes = try issuer.certificate(for: authority, key: key, serial: serial, fault: fault, at: now)
        state.authorities[index].certificateSerial = serial
        state.authorities[index].certificateFault = fault
        try LaboratoryDirectory.write(
            bytes,
            to: "\(directory.objects(state.authorities[parent]))/\(authority.certificateName)"
        )
    }

    private func issueInitialROAs(at now: PosixTime) throws(LaboratoryError) {
        let plan = AddressPlan(configuration: configuration)
        try change { state throws(LaboratoryError) in
            for index in state.authorities.indices where state.authorities[index].parent != nil {
                for origins in plan.initialROAs(of: state.authorities[index]) {
                    let roa = try issueROA(
                        origins,
                        authority: index,
                        replacing: nil,
                        fault: nil,
                        at: now,
                        in: &state
                    )
                    state.authorities[index].roas.append(roa)
                }
            }
        }
    }
}

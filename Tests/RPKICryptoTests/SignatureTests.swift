import RPKICrypto
import Testing

@Suite struct SignatureTests {
    private let message = Array("a message to sign".utf8)

    @Test(arguments: PublicKey.RSAInterface.allCases)
    func `an RSA key verifies what its private half signed`(interface: PublicKey.RSAInterface) throws {
        let key = try SigningKey.generateRSA2048()
        let parts = try RSAParts(key)
        let publicKey = try PublicKey.rsa(modulus: parts.modulus, exponent: parts.exponent, interface: interface)
        let signature = try key.sign(message)
        #expect(signature.count == 256)
        #expect(publicKey.verifies(signature[...], of: message[...]))
        for position in [0, 17, 255] {
            var damaged = signature
            damaged[position] ^= 1
            #expect(!publicKey.verifies(damaged[...], of: message[...]))
        }
        #expect(!publicKey.verifies(signature[...], of: message.dropLast()))
        #expect(!publicKey.verifies(signature.dropLast(), of: message[...]))
        #expect(!publicKey.verifies(([0] + signature)[...], of: message[...]))
        #expect(!publicKey.verifies([], of: message[...]))
        #expect(!publicKey.verifies([UInt8](repeating: 0xff, count: 256)[...], of: message[...]))
        let other = try RSAParts(SigningKey.generateRSA2048())
        #expect(
            try !PublicKey.rsa(modulus: other.modulus, exponent: other.exponent, interface: interface)
                .verifies(signature[...], of: message[...])
        )
    }

    @Test func `a P-256 key verifies what its private half signed`() throws {
        let key = try SigningKey.generateP256()
        let publicKey = try PublicKey.p256(point: key.subjectPublicKeyInfo.suffix(65))
        let signature = try key.sign(message)
        #expect(publicKey.verifies(signature[...], of: message[...]))
        var damaged = signature
        damaged[signature.count - 1] ^= 1
        #expect(!publicKey.verifies(damaged[...], of: message[...]))
        #expect(!publicKey.verifies((signature + [0])[...], of: message[...]))
        #expect(!publicKey.verifies(signature[...], of: message.dropLast()))
        #expect(!publicKey.verifies([], of: message[...]))
        let other = try SigningKey.generateP256()
        #expect(
            try !PublicKey.p256(point: other.subjectPublicKeyInfo.suffix(65)).verifies(signature[...], of: message[...])
        )
    }

    @Test func `leading zeros of modulus and exponent do not matter`() throws {
        let key = try SigningKey.generateRSA2048()
        let parts = try RSAParts(key)
        let padded = try PublicKey.rsa(
            modulus: ([0, 0] + parts.modulus.drop { $0 == 0 })[...],
            exponent: ([0] + parts.exponent)[...]
        )
        #expect(padded.verifies(try key.sign(message)[...], of: message[...]))
    }

    @Test func `one key serves many threads`() async throws {
        let key = try SigningKey.generateRSA2048()
        let parts = try RSAParts(key)
        let signature = try key.sign(message)
        let message = message
        // A new key each round: its Montgomery context is then set up by racing threads.
        for interface in PublicKey.RSAInterface.allCases {
            for _ in 0..<20 {
                let publicKey = try PublicKey.rsa(
                    modulus: parts.modulus,
                    exponent: parts.exponent,
                    interface: interface
                )
                let good = await withTaskGroup(of: Bool.self) { group in
                    for _ in 0..<8 {
                        group.addTask { publicKey.verifies(signature[...], of: message[...]) }
                    }
                    return await group.reduce(true) { $0 && $1 }
                }
                #expect(good)
            }
        }
    }

    @Test func `signing keys survive PEM`() throws {
        for key in [try SigningKey.generateRSA2048(), try SigningKey.generateP256()] {
            let pem = try key.pem()
            #expect(pem.hasPrefix("-----BEGIN PRIVATE KEY-----"))
            let again = try SigningKey(pem: pem)
            #expect(again.subjectPublicKeyInfo == key.subjectPublicKeyInfo)
            #expect(again.keyIdentifier == key.keyIdentifier)
            #expect(again.algorithm == key.algorithm)
        }
    }

    @Test func `a key's identifier is the SHA-1 of its public key's octets`() throws {
        let key = try SigningKey.generateP256()
        #expect(key.keyIdentifier == KeyIdentifier(hashing: key.subjectPublicKeyInfo.suffix(65)))
        let rsa = try SigningKey.generateRSA2048()
        #expect(rsa.keyIdentifier == KeyIdentifier(hashing: rsa.subjectPublicKeyInfo.suffix(270)))
    }

    @Test(arguments: ["", "no key", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n", encryptedKey])
    func `what is no usable PEM key is refused`(pem: String) {
        #expect(throws: KeyError.unreadablePEM) { try SigningKey(pem: pem) }
    }
}

/// Modulus and exponent of an RSA key, cut out of its SubjectPublicKeyInfo, whose layout is fixed for 2048 bits.
private struct RSAParts {
    let modulus: ArraySlice<UInt8>
    let exponent: ArraySlice<UInt8>

    init(_ key: SigningKey) throws {
        let information = key.subjectPublicKeyInfo
        try #require(information.count == 294)
        modulus = information[32..<289]
        exponent = information[291..<294]
    }
}

/// openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -aes128 -pass pass:secret
private let encryptedKey = """
    -----BEGIN ENCRYPTED PRIVATE KEY-----
    MIHsMFcGCSqGSIb3DQEFDTBKMCkGCSqGSIb3DQEFDDAcBAi3v/x2PaGf6QICCAAw
    DAYIKoZIhvcNAgkFADAdBglghkgBZQMEAQIEED7tQyNUdgbLvbjOxcGQU1EEgZCU
    2GZ3RA3AQmGEtM0x8zHhuQMdC7ev1zsas2JkLyd3eBcOvhc3KdQh+1eRXjwvFSm/
    aNEGA/rUQ4RpfcXQefi2+mDoo1sfVXz3bKW2Lu6Xv71f6uGlvEBRjpncLS83GTy1
    G+emb8blwc1WGyrmKLXijGa+DTVJ8eHUfnTWvF54IHhv/fT3n3gIW1R3DvTh4Fo=
    -----END ENCRYPTED PRIVATE KEY-----
    """

import RPKICrypto
import Testing

@Suite struct KeyBoundsTests {
    private static let exponent: ArraySlice<UInt8> = [1, 0, 1]

    /// An odd number of exactly `bits` bits.
    private static func odd(bits: Int) -> ArraySlice<UInt8> {
        var octets = [UInt8](repeating: 0, count: (bits + 7) / 8)
        octets[0] = 1 << UInt8((bits - 1) % 8)
        octets[octets.count - 1] |= 1
        return octets[...]
    }

    @Test(arguments: [1, 8, 512, 1023, 4097, 16_384, 1_000_000])
    func `moduli outside 1024 to 4096 bits are refused`(bits: Int) {
        #expect(throws: KeyError.unusableModulus) {
            try PublicKey.rsa(modulus: Self.odd(bits: bits), exponent: Self.exponent)
        }
    }

    @Test(arguments: [1024, 2047, 2048, 4096]) func `moduli within the bounds are taken`(bits: Int) throws {
        _ = try PublicKey.rsa(modulus: Self.odd(bits: bits), exponent: Self.exponent)
    }

    @Test func `even and empty moduli are refused`() {
        for modulus in [[], [0], [UInt8](repeating: 0xfe, count: 256)] {
            #expect(throws: KeyError.unusableModulus) {
                try PublicKey.rsa(modulus: modulus[...], exponent: Self.exponent)
            }
        }
    }

    @Test(arguments: [[], [0], [1], [0, 1], [2], [1, 0, 0], [1, 0, 0, 0, 1], [UInt8](repeating: 0xff, count: 256)])
    func `exponents that are even, trivial or wide are refused`(exponent: [UInt8]) {
        #expect(throws: KeyError.unusableExponent) {
            try PublicKey.rsa(modulus: Self.odd(bits: 2048), exponent: exponent[...])
        }
    }

    @Test func `only uncompressed points of the curve are keys`() throws {
        let point = try SigningKey.generateP256().subjectPublicKeyInfo.suffix(65)
        _ = try PublicKey.p256(point: point)
        var offCurve = Array(point)
        offCurve[64] ^= 1
        let compressed = [2] + point.dropFirst().prefix(32)
        let infinity: [UInt8] = [0]
        for wrong in [offCurve, compressed, infinity, [], Array(point.dropLast()), point + [0]] {
            #expect(throws: KeyError.notAPoint) { try PublicKey.p256(point: wrong[...]) }
        }
    }

    @Test func `a verification with a modulus of zeros and ones fails and harms nobody`() throws {
        for interface in PublicKey.RSAInterface.allCases {
            let key = try PublicKey.rsa(modulus: Self.odd(bits: 2048), exponent: Self.exponent, interface: interface)
            #expect(!key.verifies([UInt8](repeating: 1, count: 256)[...], of: [1, 2, 3]))
        }
    }
}

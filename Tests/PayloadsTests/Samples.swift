import NumberResources
import Payloads
import Testing

/// VRPs from `PREFIX-MAXLENGTH-AS`.
func vrps(_ texts: String...) throws -> [VRP] {
    try texts.map { try #require(VRP(parsing: $0), "\($0)") }
}

func aspa(_ customer: UInt32, _ providers: UInt32...) throws -> ASPA {
    try #require(ASPA(customer: ASN(customer), providers: providers.map { ASN($0) }))
}

func routerKey(_ asn: UInt32, _ octet: UInt8) -> RouterKey {
    RouterKey(
        asn: ASN(asn),
        subjectKeyIdentifier: [UInt8](repeating: octet, count: 20),
        subjectPublicKeyInfo: [octet, 0xFB, 0xFF]
    )
}

/// The `number`th of 256 VRPs.
func numberedVRP(_ number: UInt8) throws -> VRP {
    try #require(VRP(parsing: "0.0.0.\(number)/32-32-AS64496"))
}

/// SplitMix64: the same numbers in every run.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// A set of a few payloads of each type out of few, so that sets overlap.
    mutating func payloadSet() throws -> PayloadSet {
        var vrps: [VRP] = []
        for number in UInt8(0)..<24 where Bool.random(using: &self) { vrps.append(try numberedVRP(number)) }
        var keys: [RouterKey] = []
        for octet in UInt8(0)..<4 where Bool.random(using: &self) { keys.append(routerKey(64496, octet)) }
        var aspas: [ASPA] = []
        for customer in UInt32(1)..<6 where Bool.random(using: &self) {
            aspas.append(try aspa(customer, UInt32.random(in: 10...12, using: &self)))
        }
        return PayloadSet(vrps: vrps, routerKeys: keys, aspas: aspas)
    }
}

import FlightEvents
import NIOCore
import NumberResources
import Payloads
import RTR
import Synchronization
import Testing

/// Reads a VRP in its text form; a malformed literal is a fault of the test.
func vrp(_ text: String) throws -> VRP {
    try #require(VRP(parsing: text))
}

func vrps(_ texts: String...) throws -> [VRP] {
    try texts.map(vrp)
}

/// A set in which every payload type occurs, with several VRPs at one address.
func mixedSet() throws -> PayloadSet {
    PayloadSet(
        vrps: try vrps(
            "192.0.2.0/24-24-AS64496",
            "192.0.2.0/24-26-AS64496",
            "192.0.2.0/24-26-AS64497",
            "192.0.2.0/25-26-AS64496",
            "10.0.0.0/8-8-AS0",
            "0.0.0.0/0-32-AS4294967295",
            "2001:db8::/32-48-AS64496",
            "2001:db8::/33-48-AS64496",
            "::/0-0-AS1"
        ),
        routerKeys: [
            RouterKey(
                asn: ASN(64_496),
                subjectKeyIdentifier: Array(1...20),
                subjectPublicKeyInfo: Array(repeating: 0x30, count: 91)
            )
        ],
        aspas: [
            try #require(ASPA(customer: ASN(64_496), providers: [ASN(64_500), ASN(64_501)])),
            try #require(ASPA(customer: ASN(64_499), providers: [ASN(0)])),
        ]
    )
}

/// `count` different VRPs of both families.
func manyVRPs(_ count: Int) -> [VRP] {
    (0..<count).compactMap { index in
        let bits = UInt128(index + 1)
        let address =
            index.isMultiple(of: 3)
            ? IPAddress(family: .ipv6, bits: 0x2001_0db8 << 96 | bits << 64)
            : IPAddress(family: .ipv4, bits: (0x0a00_0000 + bits * 16) << 96)
        let length: UInt8 = address.family == .ipv4 ? 28 : 64
        return IPPrefix(address: address, length: length).flatMap {
            VRP(prefix: $0, maxLength: length, asn: ASN(UInt32(64_496 + index % 7)))
        }
    }
}

/// Cuts octets into PDUs of one version.
func decode(_ octets: ByteBuffer, version: ProtocolVersion) throws -> [PDU] {
    var framer = PDUFramer()
    framer.append(octets)
    var pdus: [PDU] = []
    while let header = framer.nextHeader {
        #expect(header.version == version.rawValue)
        let taken = framer.take(Int(header.length))
        let frame = try #require(taken)
        pdus.append(try PDU(decoding: frame, version: version))
    }
    #expect(framer.bufferedBytes == 0)
    return pdus
}

func joined(_ buffers: [ByteBuffer]) -> ByteBuffer {
    buffers.reduce(into: ByteBuffer()) { $0.writeImmutableBuffer($1) }
}

/// Keeps the router steps it is told.
final class RecordingSink: FlightSink {
    private let records = Mutex<[RouterRecord]>([])

    func record(_ event: FlightEvent) {
        if case .router(let record) = event { records.withLock { $0.append(record) } }
    }

    var steps: [RouterRecord] { records.withLock { $0 } }

    /// Waits until a step as described was recorded; a test that waits in vain ends by its time limit.
    func wait(
        for step: RouterRecord.Step,
        serial: UInt32? = nil,
        connection: UInt64? = nil
    ) async throws -> RouterRecord {
        while true {
            let found = steps.first { record in
                record.step == step && (serial == nil || record.serial == serial)
                    && (connection == nil || record.connection == connection)
            }
            if let found { return found }
            try await Task.sleep(for: .milliseconds(5))
        }
    }
}

import RPKICrypto
import RPKIObjects
import Transport

/// RRDP documents (RFC 8182 section 3.5).
enum RRDPFuzzing {
    /// The first octet says which document it is and where the network cut it: cuts change nothing.
    static func document(_ input: [UInt8]) {
        guard let selector = input.first else { return }
        let documents: [RRDPParser.Document] = [.notification, .snapshot, .delta]
        let document = documents[Int(selector) % documents.count]
        let octets = input.dropFirst()
        var limits = RRDPParser.Limits()
        limits.objectSize = 4_096
        limits.tokenLength = 1_024
        limits.objects = 64
        let whole = events(document, limits, [octets])
        let cut = Int(selector) / documents.count * max(octets.count, 1) / 85
        let pieces = events(document, limits, [octets.prefix(cut), octets.dropFirst(cut)])
        switch (whole, pieces) {
        case (.success(let first), .success(let second)):
            invariant(first == second, "other events when the document is cut at \(cut)")
            check(first, limits)
        case (.failure, .failure): break
        // Where a token is longer than the limit depends on what had been recognised before: cuts may matter there.
        case (.failure(let error), .success), (.success, .failure(let error)):
            invariant(error.code == .tooLarge, "\(error) only when cut at \(cut), or only when not")
        }
    }

    private static func events(
        _ document: RRDPParser.Document,
        _ limits: RRDPParser.Limits,
        _ pieces: [ArraySlice<UInt8>]
    ) -> Result<[RRDPEvent], RRDPError> {
        Result { () throws(RRDPError) in
            let parser = try RRDPParser(document, limits: limits)
            var events: [RRDPEvent] = []
            for piece in pieces { events += try parser.parse(piece) }
            return try events + parser.finish()
        }
    }

    private static func check(_ events: [RRDPEvent], _ limits: RRDPParser.Limits) {
        guard case .header? = events.first else {
            invariant(false, "a document without a header")
            return
        }
        var uris: Set<String> = []
        for event in events.dropFirst() {
            switch event {
            case .header: invariant(false, "a second header")
            case .publish(let uri, _, let bytes):
                invariant(RsyncURI(uri) != nil && uris.insert(uri).inserted, "\(uri) twice, or no rsync URI")
                invariant(bytes.count <= limits.objectSize, "an object of \(bytes.count) octets")
            case .withdraw(let uri, _): invariant(uris.insert(uri).inserted, "\(uri) twice")
            case .snapshot, .delta: break
            }
        }
    }

    /// A notification, and what is made of it by a client that has an older serial.
    static func notification(_ input: [UInt8]) {
        guard let origin = HTTPSURI("https://rpki.example.net/notification.xml"),
            let notification = try? RRDPNotification(parsing: input, origin: origin)
        else { return }
        invariant(HTTPSURI(notification.snapshot.uri)?.hasSameOrigin(as: origin) == true, "a snapshot elsewhere")
        invariant(
            notification.deltas.allSatisfy { HTTPSURI($0.reference.uri)?.hasSameOrigin(as: origin) == true },
            "a delta elsewhere"
        )
        for behind: UInt64 in [0, 1, 2] where notification.serial > behind {
            let stored = StoredRRDP(session: notification.session, serial: notification.serial - behind)
            switch NotificationPlan(stored: stored, notification: notification) {
            case .notModified: invariant(behind == 0, "not modified, yet \(behind) behind")
            case .deltas(let deltas):
                invariant(deltas.count == Int(behind), "\(deltas.count) deltas for \(behind) steps")
                invariant(deltas.last?.serial == notification.serial, "the deltas end elsewhere")
            case .snapshot: break
            }
        }
    }
}

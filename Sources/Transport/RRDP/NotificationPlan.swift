package import RPKICrypto

/// What to do about a notification.
package enum NotificationPlan: Hashable, Sendable {
    /// The store has this serial already.
    case notModified
    /// Apply these deltas, in this order.
    case deltas([Delta])
    /// Take the snapshot.
    case snapshot(SnapshotReason)

    package struct Delta: Hashable, Sendable {
        package let serial: UInt64
        package let reference: RRDPReference
    }

    /// Decides from what the store has (nil: nothing) and what the repository offers (RFC 8182 section 3.4.1,
    /// RFC 9697).
    package init(
        stored: StoredRRDP?,
        notification: RRDPNotification,
        maximumDeltas: Int = NotificationPlan.defaultMaximumDeltas
    ) {
        guard let stored else {
            self = .snapshot(.newRepository)
            return
        }
        guard stored.session == notification.session else {
            self = .snapshot(.newSession)
            return
        }
        // RFC 9697 section 3: the hash of a delta never changes; if it did, what we built on it is in doubt.
        let mutated = notification.deltas.contains { delta in
            stored.deltaHashes[delta.serial].map { $0 != delta.reference.hash } ?? false
        }
        if mutated {
            self = .snapshot(.deltaMutation)
            return
        }
        guard stored.serial <= notification.serial else {
            self = .snapshot(.serialRegression)
            return
        }
        guard stored.serial < notification.serial else {
            self = .notModified
            return
        }
        guard notification.deltaCount <= RRDPNotification.maximumDeltas else {
            self = .snapshot(.largeDeltaSet)
            return
        }
        guard let first = notification.deltas.first, let last = notification.deltas.last else {
            self = .snapshot(.emptyDeltaSet)
            return
        }
        // RFC 8182 section 3.5.1.3: contiguous, without repetition, up to the serial of the notification.
        guard last.serial == notification.serial, last.serial - first.serial == UInt64(notification.deltas.count - 1),
            zip(notification.deltas, notification.deltas.dropFirst()).allSatisfy({ $1.serial == $0.serial + 1 })
        else {
            self = .snapshot(.inconsistentDeltaSet)
            return
        }
        guard first.serial <= stored.serial + 1 else {
            self = .snapshot(.outdatedLocal)
            return
        }
        let needed = notification.deltas.filter { $0.serial > stored.serial }
        guard needed.count <= maximumDeltas else {
            self = .snapshot(.tooManyDeltas)
            return
        }
        self = .deltas(needed.map { Delta(serial: $0.serial, reference: $0.reference) })
    }

    /// Beyond so many deltas to apply the snapshot is taken.
    package static let defaultMaximumDeltas = 100
}

/// What the store knows of an RRDP repository it holds.
package struct StoredRRDP: Hashable, Sendable {
    package let session: String
    package let serial: UInt64
    /// Of the deltas that the last notification listed.
    package let deltaHashes: [UInt64: SHA256Digest]

    package init(session: String, serial: UInt64, deltaHashes: [UInt64: SHA256Digest] = [:]) {
        self.session = session
        self.serial = serial
        self.deltaHashes = deltaHashes
    }
}

/// Why a snapshot was fetched.
package enum SnapshotReason: String, Sendable, CaseIterable {
    case newRepository = "new-repository"
    case newSession = "new-session"
    /// A delta that was listed before has another hash now (RFC 9697).
    case deltaMutation = "delta-mutation"
    /// The notification's serial is lower than ours.
    case serialRegression = "serial-regression"
    /// More deltas listed than we look at.
    case largeDeltaSet = "large-delta-set"
    case emptyDeltaSet = "empty-delta-set"
    /// The list has a gap or a repetition, or does not end at the notification's serial.
    case inconsistentDeltaSet = "inconsistent-delta-set"
    /// The delta after our serial is no longer offered.
    case outdatedLocal = "outdate-local"
    case tooManyDeltas = "too-many-deltas"
    /// A delta could not be fetched or read.
    case deltaFailed = "delta-failed"
    /// A delta did not fit what the store has.
    case conflictingDelta = "conflicting-delta"
    /// Asked for by an operator or by a reader that found the store damaged.
    case requested
}

/// An instant together with the type that encoded it.
public struct DERTime: Hashable, Sendable {
    public let time: PosixTime
    /// Whether the encoding was UTCTime (else GeneralizedTime).
    public let isUTCTime: Bool

    @inlinable
    public init(_ time: PosixTime, isUTCTime: Bool) {
        self.time = time
        self.isUTCTime = isUTCTime
    }

    /// 2050-01-01T00:00:00Z, the first instant that GeneralizedTime must encode (RFC 5280 section 4.1.2.5).
    public static let firstGeneralized = PosixTime(2_524_608_000)

    /// Whether the type is the one that RFC 5280 section 4.1.2.5 requires: UTCTime through 2049,
    /// GeneralizedTime from 2050 on.
    public var hasRequiredType: Bool { isUTCTime == (time < Self.firstGeneralized) }
}

extension DERTime: CustomStringConvertible {
    /// `2023-11-07T22:05:20Z as UTCTime`
    public var description: String { "\(time) as \(isUTCTime ? "UTCTime" : "GeneralizedTime")" }
}

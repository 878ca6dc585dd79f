package import DER

/// Dates in HTTP header fields (RFC 9110 section 5.6.7): the one form that servers may write today.
package enum HTTPDate {
    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

    /// `Sun, 06 Nov 1994 08:49:37 GMT`; nil for anything else. The day of the week is not looked at.
    package static func parse(_ text: String) -> PosixTime? {
        let words = text.split(separator: " ", omittingEmptySubsequences: false)
        guard words.count == 6, words[0].utf8.count == 4, words[0].hasSuffix(","), words[5] == "GMT",
            let day = number(words[1], digits: 2), let month = months.firstIndex(where: { $0 == words[2] }),
            let year = number(words[3], digits: 4)
        else { return nil }
        let clock = words[4].split(separator: ":", omittingEmptySubsequences: false)
        guard clock.count == 3, let hour = number(clock[0], digits: 2), let minute = number(clock[1], digits: 2),
            let second = number(clock[2], digits: 2)
        else { return nil }
        return PosixTime(year: year, month: month + 1, day: day, hour: hour, minute: minute, second: second)
    }

    /// Seconds to wait according to Retry-After (RFC 9110 section 10.2.3), which names a delay or a date; nil when it
    /// names neither. Not negative.
    package static func delay(retryAfter text: String, now: PosixTime) -> Double? {
        if let seconds = number(text[...], digits: nil) { return Double(seconds) }
        guard let date = parse(text) else { return nil }
        return Double(max(date.seconds.subtractingReportingOverflow(now.seconds).partialValue, 0))
    }

    /// Seconds by which a date is ahead of an instant (nanoseconds since 1970).
    package static func offset(of date: PosixTime, at wall: Int64) -> Double {
        Double(date.seconds) - Double(wall) / 1e9
    }

    /// At most nine digits, or exactly so many.
    private static func number(_ text: Substring, digits: Int?) -> Int? {
        guard !text.isEmpty, text.utf8.count <= 9, digits.map({ $0 == text.utf8.count }) ?? true,
            text.utf8.allSatisfy({ (0x30...0x39).contains($0) })
        else { return nil }
        return Int(text)
    }
}

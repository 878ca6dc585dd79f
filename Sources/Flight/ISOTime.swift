import DER
import FlightEvents

/// Instants (nanoseconds since 1970-01-01T00:00:00Z) and delays as people read them.
package enum ISOTime {
    /// RFC 3339 with milliseconds: `2026-11-23T12:00:00.123Z`
    package static func text(_ instant: Int64) -> String {
        Timestamp(wall: instant, monotonic: 0).description
    }

    /// `+4.250 s`, `+1 min 07.500 s`, `+2 h 05 min 00.000 s`, `+3 d 02 h 05 min 00.000 s`; rounded down to
    /// milliseconds.
    package static func delay(_ nanoseconds: Int64) -> String {
        let milliseconds = nanoseconds.magnitude / 1_000_000
        let fraction = padded(milliseconds % 1_000, to: 3)
        let seconds = milliseconds / 1_000
        var parts: [String] = []
        if seconds >= 86_400 { parts.append("\(seconds / 86_400) d") }
        if seconds >= 3_600 { parts.append("\(number(seconds / 3_600 % 24, first: parts.isEmpty)) h") }
        if seconds >= 60 { parts.append("\(number(seconds / 60 % 60, first: parts.isEmpty)) min") }
        parts.append("\(number(seconds % 60, first: parts.isEmpty)).\(fraction) s")
        return (nanoseconds < 0 && milliseconds > 0 ? "-" : "+") + parts.joined(separator: " ")
    }

    private static func number(_ value: UInt64, first: Bool) -> String {
        first ? String(value) : padded(value, to: 2)
    }

    private static func padded(_ value: UInt64, to width: Int) -> String {
        let digits = String(value)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}

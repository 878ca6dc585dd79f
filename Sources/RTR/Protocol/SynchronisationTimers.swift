/// The intervals that a cache hands to its routers in End of Data, in seconds (RFC 8210 section 6).
package struct SynchronisationTimers: Hashable, Sendable {
    /// How long after a sync a router asks again when no Serial Notify came: 1...86400.
    package let refresh: UInt32
    /// How long after a failed attempt a router tries again: 1...7200.
    package let retry: UInt32
    /// How long a router may use data that it cannot refresh: 600...172800, above the other two.
    package let expire: UInt32

    /// 3600, 600 and 7200 seconds.
    package static let `default` = SynchronisationTimers(uncheckedRefresh: 3600, retry: 600, expire: 7200)

    /// nil when a value is out of its range or `expire` does not exceed both others
    /// (RFC 8210 section 6: MUST).
    package init?(refresh: UInt32, retry: UInt32, expire: UInt32) {
        guard (1...86_400).contains(refresh), (1...7_200).contains(retry), (600...172_800).contains(expire),
            expire > refresh, expire > retry
        else { return nil }
        self.init(uncheckedRefresh: refresh, retry: retry, expire: expire)
    }

    private init(uncheckedRefresh refresh: UInt32, retry: UInt32, expire: UInt32) {
        self.refresh = refresh
        self.retry = retry
        self.expire = expire
    }
}

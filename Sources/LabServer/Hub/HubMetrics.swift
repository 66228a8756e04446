/// What the hub counts, for `/metrics`.
struct HubMetrics {
    var framesSent = 0
    var framesReceived = 0
    var accepted = 0
    var repeated = 0
    var rejected: [String: Int] = [:]
    var events = 0
    var commits = 0
    var failedCommits = 0
    var commitTime = Duration.zero
    var ticks = 0
    var protocolErrors = 0
    var joins = 0
}

import Foundation
import FoundationNetworking

/// One GET whose body is handed on as it arrives.
///
/// URLSession's own timeouts do not fire reliably on Linux while a connection stays open, so the caller's thread watches the
/// clock itself and abandons a transfer in which nothing arrives.
final class HTTPTransfer: NSObject, URLSessionDataDelegate, @unchecked Sendable {   // all state is behind `condition`
    private enum State {
        case running
        case failed(FetchError)
        case finished
    }

    private let address: String
    private let condition = NSCondition()
    private var state = State.running
    private var lastArrival = ContinuousClock.now
    private let onResponse: (HTTPURLResponse) throws(FetchError) -> Void
    private let onBytes: (Data) throws(FetchError) -> Void

    /// - Parameters:
    ///   - onResponse: called with the final response, redirections followed; an error it throws ends the transfer.
    ///   - onBytes: called with each piece of the body, in order.
    init(
        address: String, onResponse: @escaping (HTTPURLResponse) throws(FetchError) -> Void, onBytes: @escaping (Data) throws(FetchError) -> Void
    ) {
        (self.address, self.onResponse, self.onBytes) = (address, onResponse, onBytes)
    }

    /// Returns when the body has ended as the server announced it.
    func run(headers: [String: String], stallLimit: Duration) throws(FetchError) {
        guard let url = URL(string: address), url.scheme == "http" || url.scheme == "https", url.host != nil else { throw .badAddress(address) }
        var request = URLRequest(url: url)
        // A compressed body would have another length and other ranges than the file.
        request.setValue("identity", forHTTPHeaderField: "Accept-Encoding")
        for (name, value) in headers { request.setValue(value, forHTTPHeaderField: name) }
        let configuration = URLSessionConfiguration.ephemeral
        configuration.urlCache = nil   // it would keep the body in memory
        configuration.requestCachePolicy = .reloadIgnoringLocalCacheData
        let session = URLSession(configuration: configuration, delegate: self, delegateQueue: nil)
        defer { session.invalidateAndCancel() }
        lastArrival = .now
        session.dataTask(with: request).resume()
        try wait(stallLimit)
    }

    private func wait(_ stallLimit: Duration) throws(FetchError) {
        condition.lock()
        defer { condition.unlock() }
        while true {
            switch state {
            case .finished: return
            case .failed(let error): throw error
            case .running:
                guard ContinuousClock.now - lastArrival < stallLimit else {
                    state = .finished   // what still comes in is not looked at
                    throw .stalled(address: address, seconds: Int(stallLimit.components.seconds))
                }
                _ = condition.wait(until: Date(timeIntervalSinceNow: 0.1))
            }
        }
    }

    /// Runs `body` unless the transfer is over, and ends it if `body` throws; tells whether it goes on.
    @discardableResult
    private func advance(_ body: () throws(FetchError) -> Void) -> Bool {
        condition.lock()
        defer { condition.unlock() }
        guard case .running = state else { return false }
        lastArrival = .now
        do throws(FetchError) {
            try body()
            return true
        } catch {
            state = .failed(error)
            condition.signal()
            return false
        }
    }

    func urlSession(
        _ session: URLSession, dataTask: URLSessionDataTask, didReceive response: URLResponse,
        completionHandler: @escaping (URLSession.ResponseDisposition) -> Void
    ) {
        let goesOn = advance { () throws(FetchError) in
            guard let response = response as? HTTPURLResponse else { throw .unreachable(address: address, reason: "the answer is not HTTP") }
            try onResponse(response)
        }
        completionHandler(goesOn ? .allow : .cancel)
    }

    func urlSession(_ session: URLSession, dataTask: URLSessionDataTask, didReceive data: Data) {
        if !advance({ () throws(FetchError) in try onBytes(data) }) { dataTask.cancel() }
    }

    func urlSession(_ session: URLSession, task: URLSessionTask, didCompleteWithError error: (any Error)?) {
        advance { () throws(FetchError) in
            if let error { throw .unreachable(address: address, reason: error.localizedDescription) }
            state = .finished
            condition.signal()
        }
    }

    /// A secure address is never left for an insecure one.
    func urlSession(
        _ session: URLSession, task: URLSessionTask, willPerformHTTPRedirection response: HTTPURLResponse, newRequest request: URLRequest,
        completionHandler: @escaping (URLRequest?) -> Void
    ) {
        let isDowngrade = response.url?.scheme == "https" && request.url?.scheme != "https"
        completionHandler(isDowngrade ? nil : request)
    }
}

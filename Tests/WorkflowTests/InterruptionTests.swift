import Foundation
import Testing
import Workflow

@Suite struct InterruptionTests {
    @Test func exitCodesAreThoseOfAShell() {
        #expect(Interruption(signal: SIGINT).exitCode == 130)
        #expect(Interruption(signal: SIGTERM).exitCode == 143)
        #expect("\(Interruption(signal: SIGTERM))" == "stopped by SIGTERM; the next run goes on from here")
    }

    @Test func theFirstSignalAsksAndTheSecondEnds() async {
        await #expect(processExitsWith: .exitCode(143)) {
            let flag = InterruptionFlag.watchingSignals()
            guard flag.signal == nil else { exit(1) }
            kill(getpid(), SIGTERM)
            guard comes(flag) == SIGTERM, InterruptionFlag.never.signal == nil else { exit(2) }
            kill(getpid(), SIGTERM)
            try await Task.sleep(for: .seconds(20))
            exit(3)
        }
    }

    @Test func whatDoesNotEndIsNotWaitedForLong() async {
        let start = ContinuousClock.now
        await #expect(processExitsWith: .exitCode(130)) {
            _ = InterruptionFlag.watchingSignals()
            kill(getpid(), SIGINT)
            try await Task.sleep(for: .seconds(30))
            exit(3)
        }
        #expect(ContinuousClock.now - start >= .seconds(3))
    }

    /// A handler's frame on the stack of a thread that multiplies matrices can destroy the heap: see ``InterruptionFlag``.
    @Test func signalsInterruptNoThreadThatWorks() async {
        await #expect(processExitsWith: .exitCode(0)) {
            Thread.detachNewThread {
                // As the first thread of a process: those of the library's pool block signals already.
                var none = sigset_t()
                sigemptyset(&none)
                pthread_sigmask(SIG_SETMASK, &none, nil)
                _ = InterruptionFlag.watchingSignals()
                guard blocksSignals() else { exit(1) }
                Thread.detachNewThread { exit(blocksSignals() ? 0 : 2) }
            }
            try await Task.sleep(for: .seconds(20))
            exit(3)
        }
    }

    /// The stage in hand ends as it can; what was finished stays so, and nothing else starts.
    @Test func aRunStopsBeforeTheNextStage() async {
        await #expect(processExitsWith: .exitCode(130)) {
            struct Signalled: Stage {
                let name = "ingest", outputs: [String] = []
                func fingerprint() -> Fingerprint { Fingerprint([]) }
                func run(_ context: RunContext) -> String {
                    kill(getpid(), SIGINT)
                    _ = comes(context.interruption)
                    return ""
                }
            }
            let diary = Diary()
            let ledger = SpyLedger(diary: diary)
            let context = RunContext(workers: 1, events: SpySink(diary: diary), interruption: .watchingSignals())
            let stages: [any Stage] = [Signalled(), SpyStage("train", diary)]
            do {
                try Runner(stages, ledger: ledger, selection: StageSelection()).run(context)
            } catch let interruption as Interruption {
                let expected = ["ingest because it has not been finished before", "forget ingest", "finish ingest", "ingest: "]
                exit(diary.all == expected ? interruption.exitCode : 1)
            } catch {
                exit(2)
            }
        }
    }
}

/// Whether a signal that a run watches would be handled on another thread than this.
private func blocksSignals() -> Bool {
    var mask = sigset_t()
    pthread_sigmask(SIG_BLOCK, nil, &mask)
    return [SIGINT, SIGTERM, SIGALRM].allSatisfy { sigismember(&mask, $0) == 1 }
}

/// The signal, when it has come: another thread receives it.
private func comes(_ flag: InterruptionFlag) -> Int32? {
    for _ in 0..<2000 where flag.signal == nil { Thread.sleep(forTimeInterval: 0.01) }
    return flag.signal
}

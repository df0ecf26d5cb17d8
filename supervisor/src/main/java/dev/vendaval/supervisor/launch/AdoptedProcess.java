package dev.vendaval.supervisor.launch;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * A worker that an earlier supervisor launched, so no child of this process: nobody tells of its end, and
 * the JVM would only look now and then. Whoever has it looks with {@link #isGone}. Never touches a process that
 * merely has the same id.
 */
final class AdoptedProcess implements WorkerHandle {
    private final ProcessHandle process;
    private final String birth;
    private final CompletableFuture<Integer> exit = new CompletableFuture<>();

    private AdoptedProcess(ProcessHandle process, String birth) {
        this.process = process;
        this.birth = birth;
    }

    static Optional<WorkerHandle> find(long pid, String birth) {
        return ProcessHandle.of(pid)
                .filter(process -> !ProcessBirth.isGone(pid, birth))
                .map(process -> new AdoptedProcess(process, birth));
    }

    @Override
    public long pid() {
        return process.pid();
    }

    @Override
    public String birth() {
        return birth;
    }

    @Override
    public CompletableFuture<Integer> onExit() {
        return exit;
    }

    @Override
    public boolean isGone() {
        if (ProcessBirth.isGone(process.pid(), birth)) {
            exit.complete(UNKNOWN_EXIT);
        }
        return exit.isDone();
    }

    /** For certain: nobody else is to be hit. */
    private boolean isAlive() {
        return ProcessBirth.of(process.pid()).filter(birth::equals).isPresent();
    }

    @Override
    public void destroy() {
        if (isAlive()) {
            process.destroy();
        }
    }

    @Override
    public void destroyForcibly() {
        if (isAlive()) {
            process.destroyForcibly();
        }
    }
}

package dev.vendaval.worker.host;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/**
 * Processor time of the JVM's own threads: its compiler's, mostly, and its collector's. The compiler's bean counts a method
 * only once it is compiled, which can take a second.
 */
final class BackgroundWork {
    /** The system counts a process's time in ticks of that length, as a rule. */
    static final long TICK_NANOS = 10_000_000;

    private BackgroundWork() {}

    /** Whether this JVM can tell. */
    static boolean isKnown() {
        ThreadMXBean threads = ManagementFactory.getPlatformMXBean(ThreadMXBean.class);
        return threads.isThreadCpuTimeSupported() && threads.isThreadCpuTimeEnabled();
    }

    /** What they have taken until now, in nanoseconds; jumps up when a Java thread ends, whose time it has then. */
    static long nanos() {
        long all =
                ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
        ThreadMXBean threads = ManagementFactory.getPlatformMXBean(ThreadMXBean.class);
        for (long java : threads.getThreadCpuTime(threads.getAllThreadIds())) {
            all -= Math.max(0, java); // -1: it has just ended
        }
        return all;
    }
}

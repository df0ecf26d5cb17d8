package dev.vendaval.worker.codec;

import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Prints what encoding and decoding a tuple cost in nanoseconds; run by hand ({@code main}), no test. */
final class CodecCost {
    private static final int BATCH = 1_024;
    private static final int REPEATS = 3;
    private static final long NANOS_EACH = 700_000_000L;

    private CodecCost() {}

    public static void main(String[] args) {
        Map<String, List<Object>> tuples = new LinkedHashMap<>();
        tuples.put("String, long, int, 2 longs", List.of("sensor-17", 1_700_000_000_123L, 42, 7L, 99_000_000_000L));
        tuples.put("word, count", List.of("vendaval", 1L));
        tuples.put("line of 60 chars", List.of("It was the best of times, it was the worst of times, it was.", 5L));
        tuples.put("text of 1,000 chars", List.of(CodecSamples.text(1_000, false)));
        tuples.put("wide text of 20 chars", List.of("Привет, мир, как ты?"));
        tuples.put("bytes 1,000", List.of(new byte[1_000]));
        tuples.put("list of 10 ints", List.of(List.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10)));
        tuples.put("Instant, enum, record", List.of(Instant.now(), CodecSamples.Planet.MARS, new CodecSamples.Age(5)));
        tuples.put("plain class", List.of(new CodecSamples.Money(5)));
        for (int repeat = 0; repeat < REPEATS; repeat++) {
            tuples.forEach(CodecCost::measure);
        }
    }

    private static void measure(String name, List<Object> values) {
        CodecScene scene = new CodecScene();
        ByteOutput out = new ByteOutput(1 << 16);
        long tuples = 0;
        long begin = cpuNanos();
        while (cpuNanos() - begin < NANOS_EACH) {
            out.truncate(0);
            for (int i = 0; i < BATCH; i++) {
                scene.sender.write(values, out);
            }
            tuples += BATCH;
        }
        double writeNanos = (double) (cpuNanos() - begin) / tuples;
        ByteInput in = new ByteInput();
        long sizes = 0;
        tuples = 0;
        begin = cpuNanos();
        while (cpuNanos() - begin < NANOS_EACH) {
            in.reset(out.array(), 0, out.position());
            for (int i = 0; i < BATCH; i++) {
                sizes += scene.receiver.read(in).size();
            }
            tuples += BATCH;
        }
        double readNanos = (double) (cpuNanos() - begin) / tuples;
        System.out.printf(
                "%-28s out %8.1f ns  in %8.1f ns  %5d bytes  (%d)%n",
                name, writeNanos, readNanos, out.position() / BATCH, sizes == 0 ? 0 : 1);
    }

    /** This thread's processor time: whatever else runs on the machine counts less. */
    private static long cpuNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }
}

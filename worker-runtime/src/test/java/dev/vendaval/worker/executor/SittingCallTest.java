package dev.vendaval.worker.executor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vendaval.protocol.report.BusyCall;
import dev.vendaval.protocol.topology.ExecutorTasks;
import java.util.List;
import org.junit.jupiter.api.Test;

class SittingCallTest {
    private static final ExecutorTasks COUNT = new ExecutorTasks("count", List.of(7));
    private static final StackTraceElement LOOP =
            new StackTraceElement("dev.vendaval.worker.executor.Loop", "run", "Loop.java", 9);
    private static final StackTraceElement THREAD = new StackTraceElement("java.lang.Thread", "run", "Thread.java", 1);

    private static BusyCall report(StackTraceElement... stack) {
        return new SittingCall(COUNT, 7, 12_345_678_901L, stack, 512).report();
    }

    @Test
    void theMethodIsTheOneThatTheRuntimeCalledAndThePlaceTheInnermostOfTheUsers() {
        BusyCall call = report(
                new StackTraceElement("java.lang.Thread", "sleep", "Thread.java", -2),
                new StackTraceElement("com.acme.Foo", "bar", "Foo.java", 12),
                new StackTraceElement("com.acme.Foo", "execute", "Foo.java", 40),
                LOOP,
                THREAD);

        assertThat(call.method()).isEqualTo("execute");
        assertThat(call.place()).isEqualTo("com.acme.Foo.bar(Foo.java:12)");
        assertThat(call.forMs()).isEqualTo(12_345);
        assertThat(call.isHung()).isTrue();
        assertThat(call.stack().lines())
                .startsWith("at java.lang.Thread.sleep(Native Method)", "at com.acme.Foo.bar(Foo.java:12)")
                .hasSize(5);
    }

    @Test
    void anEmitThatDoesNotReturnIsAtThePlaceOfItsCaller() {
        BusyCall call = report(
                new StackTraceElement("dev.vendaval.worker.outbound.Emitter", "emit", "Emitter.java", 1),
                new StackTraceElement("com.acme.Foo", "nextTuple", "Foo.java", 40),
                LOOP);

        assertThat(call.method()).isEqualTo("nextTuple");
        assertThat(call.place()).isEqualTo("com.acme.Foo.nextTuple(Foo.java:40)");
    }

    @Test
    void aStackWithoutUsersCodeIsToldAsItIs() {
        BusyCall call = report(LOOP, THREAD);

        assertThat(call.method()).isEqualTo("a call");
        assertThat(call.place()).isEqualTo("dev.vendaval.worker.executor.Loop.run(Loop.java:9)");
        assertThat(report().place()).isEqualTo("an unknown place");
    }

    @Test
    void aDeepStackIsCut() {
        StackTraceElement[] deep = new StackTraceElement[1_000];
        java.util.Arrays.fill(deep, new StackTraceElement("com.acme.Foo", "down", "Foo.java", 1));

        assertThat(report(deep).stack().lines()).hasSize(101).endsWith("... 900 more");
    }
}

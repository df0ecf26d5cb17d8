package dev.vendaval.worker.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

@Timeout(60)
class ConsoleCaptureTest {
    /** Run in a process of its own: what a worker's main does first, then what users and loops do. */
    public static final class Printing {
        public static void main(String[] args) throws InterruptedException {
            ConsoleCapture.install();
            MDC.put("component", "count");
            MDC.put("task", "5");
            System.out.println("printed by count");
            System.err.print("no line end ");
            System.err.println("until here");
            LoggerFactory.getLogger("user.Logger").info("logged by count");
            MDC.clear();
            System.out.println("printed by nobody [count-5]");
            Thread other = new Thread(() -> System.out.println("ünïcode"), "other");
            other.start();
            other.join();
        }
    }

    @Test
    void everyLineOfAProcessBeginsWithItsDateAndNamesComponentAndTask() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Printing.class.getName())
                .redirectErrorStream(true)
                .start();
        List<String> lines;
        try (InputStream out = process.getInputStream()) {
            lines = new String(out.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        }
        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();

        assertThat(lines)
                .hasSize(5)
                .allSatisfy(line ->
                        assertThat(line).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3} INFO  .*"));
        assertThat(lines.get(0)).endsWith("INFO  [count-5] main stdout: printed by count");
        assertThat(lines.get(1)).endsWith("INFO  [count-5] main stderr: no line end until here");
        assertThat(lines.get(2)).endsWith("INFO  [count-5] main Logger: logged by count");
        assertThat(lines.get(3)).endsWith("INFO  main stdout: printed by nobody [count-5]");
        assertThat(lines.get(4)).endsWith("INFO  other stdout: ünïcode");
    }

    @Test
    void linesOfSeveralThreadsNeverMixAndLongOnesComeInPieces() throws InterruptedException {
        List<String> lines = new ArrayList<>();
        PrintStream stream = new PrintStream(
                new LineStream(line -> {
                    synchronized (lines) {
                        lines.add(line);
                    }
                }),
                true,
                StandardCharsets.UTF_8);
        CountDownLatch done = new CountDownLatch(2);
        for (String word : List.of("aaaa", "bbbb")) {
            new Thread(
                            () -> {
                                for (int i = 0; i < 1000; i++) {
                                    stream.print(word);
                                    stream.println(word);
                                }
                                done.countDown();
                            },
                            word)
                    .start();
        }
        assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(lines).hasSize(2000).allMatch(line -> line.equals("aaaaaaaa") || line.equals("bbbbbbbb"));

        lines.clear();
        stream.println("x".repeat(LineStream.LINE_LIMIT + 10));
        assertThat(lines).extracting(String::length).containsExactly(LineStream.LINE_LIMIT, 10);
    }
}

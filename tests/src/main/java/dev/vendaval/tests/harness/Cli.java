package dev.vendaval.tests.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;

/** Runs {@code bin/vendaval} as a user does: one process per command. */
public final class Cli {
    private static final Duration TIMEOUT = Duration.ofMinutes(2);

    private final List<String> prefix;
    private final Path directory;

    /**
     * @param globalOptions put before each command
     * @param directory for the output of the commands
     */
    public Cli(List<String> globalOptions, Path directory) {
        this(Distribution.vendaval(), globalOptions, directory);
    }

    Cli(List<String> program, List<String> globalOptions, Path directory) {
        prefix = new ArrayList<>(program);
        prefix.addAll(globalOptions);
        this.directory = directory;
    }

    /** What a command did. */
    public record Result(int exit, String out, String err) {
        public Result ok() {
            if (exit != 0) {
                throw new AssertionError("exit " + exit + "\nstdout: " + out + "\nstderr: " + err);
            }
            return this;
        }

        /** Standard output as the one JSON document it must be. */
        @SuppressWarnings("unchecked") // a JSON object is a map from strings
        public Map<String, Object> json() {
            LoaderOptions options = new LoaderOptions();
            options.setCodePointLimit(64 << 20);
            return (Map<String, Object>) new Yaml(options).load(out);
        }
    }

    public Result run(String... command) {
        try {
            Path out = Files.createTempFile(directory, "cli", ".out");
            Path err = Files.createTempFile(directory, "cli", ".err");
            Process process = start(out, err, command);
            if (!process.waitFor(TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError(List.of(command) + " did not end within " + TIMEOUT);
            }
            return new Result(process.exitValue(), Files.readString(out), Files.readString(err));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted during " + List.of(command), e);
        }
    }

    /** Starts a command that goes on, {@code logs -f} for example. */
    public Process start(Path out, Path err, String... command) throws IOException {
        List<String> line = new ArrayList<>(prefix);
        line.addAll(List.of(command));
        return new ProcessBuilder(line)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
    }
}

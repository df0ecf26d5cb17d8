package dev.vendaval.cli.console;

import dev.vendaval.cli.logging.ProcessLogging;
import dev.vendaval.cli.output.Json;
import dev.vendaval.client.ClusterConnector;
import dev.vendaval.client.ProgressListener;
import dev.vendaval.client.VendavalClient;
import dev.vendaval.protocol.config.ClientSettings;
import dev.vendaval.protocol.config.Configuration;
import dev.vendaval.protocol.config.HostPort;
import dev.vendaval.protocol.service.Caller;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One run of the command: its streams, options and configuration. Owned by the main thread; {@link #progress} may be
 * called from any. Results go to stdout, everything else to stderr.
 */
public final class Session {
    public static final Duration CALL_TIMEOUT = Duration.ofSeconds(10);

    private final PrintStream out;
    private final PrintStream err;
    private final Map<String, String> environment;
    private final GlobalOptions options = new GlobalOptions();
    private final EarlyEnd earlyEnd = new EarlyEnd(this);
    private @Nullable Configuration configuration;

    public Session(PrintStream out, PrintStream err, Map<String, String> environment) {
        this.out = out;
        this.err = err;
        this.environment = environment;
    }

    /** For the parser to fill. */
    public GlobalOptions options() {
        return options;
    }

    public PrintStream out() {
        return out;
    }

    public PrintStream err() {
        return err;
    }

    public boolean json() {
        return options.json();
    }

    public Duration timeout(Duration byDefault) {
        return options.timeout(byDefault);
    }

    /** Read and checked at the first call; what was ignored is said once. */
    public Configuration configuration() {
        Configuration loaded = configuration;
        if (loaded == null) {
            loaded = options.configuration(environment);
            loaded.warnings().forEach(this::warn);
            configuration = loaded;
        }
        return loaded;
    }

    public ClientSettings clientSettings() {
        return configuration().clientSettings();
    }

    /** A client of the configured cluster; the caller closes it. */
    public VendavalClient connect() {
        ProcessLogging.ofCommand();
        List<HostPort> seeds = clientSettings().nimbusSeeds();
        if (!options.timeoutGiven()) {
            SeedProbe.check(seeds);
        }
        return ClusterConnector.connect(seeds, timeout(CALL_TIMEOUT), caller(), this::progress);
    }

    public static Caller caller() {
        return new Caller(System.getProperty("user.name", "unknown"), hostName(), "vendaval-cli " + Version.current());
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            // A host that does not know its own name still has an address.
            return InetAddress.getLoopbackAddress().getHostAddress();
        }
    }

    /** The result: the document with --json, else the text. */
    public void print(Object document, Supplier<String> text) {
        if (!earlyEnd.claimAnswer()) {
            return;
        }
        if (json()) {
            out.println(Json.write(document));
        } else {
            out.println(text.get().stripTrailing());
        }
        out.flush();
    }

    public void progress(String sentence) {
        if (!options.quiet()) {
            err.println(sentence);
        }
    }

    public ProgressListener progressListener() {
        return new ProgressListener() {
            @Override
            public void progress(String sentence) {
                Session.this.progress(sentence);
            }

            @Override
            public void accepted(String name) {
                earlyEnd.accepted(name);
            }

            @Override
            public void rebalancing(String name) {
                earlyEnd.rebalancing(name);
            }

            @Override
            public void ending(String name) {
                earlyEnd.ending(name);
            }
        };
    }

    /** The variables of this process. */
    public Map<String, String> environment() {
        return environment;
    }

    /** As with {@code -c} on the command line, if the configuration has not been read yet. */
    public void set(String keyAndValue) {
        if (configuration != null) {
            throw new IllegalStateException("the configuration has been read already");
        }
        options.set(keyAndValue);
    }

    /** From now on code of the user's runs, which may end the JVM; {@code title} such as "main of Main". */
    public void runs(String title) {
        earlyEnd.runs(title);
    }

    public void warn(String sentence) {
        err.println("warning: " + sentence);
    }

    /** Shows a failure and returns the exit code. {@code json} since it may be unknown when parsing failed. */
    public int fail(CommandFailure failure, boolean json) {
        if (earlyEnd.claimAnswer()) {
            show(failure, json);
        }
        return failure.exitCode();
    }

    void show(CommandFailure failure) {
        show(failure, json());
    }

    /** A hint whose commands repeat the --config that the user gave. */
    public String hint(String hint) {
        return options.withConfig(hint);
    }

    private void show(CommandFailure shown, boolean json) {
        CommandFailure failure = shown.withHint(this::hint);
        if (json) {
            out.println(Json.write(failure.document()));
            out.flush();
        } else {
            err.println(failure.text());
        }
    }
}

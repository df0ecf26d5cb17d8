package dev.vendaval.examples;

import dev.vendaval.api.BasicBolt;
import dev.vendaval.api.Config;
import dev.vendaval.api.Fields;
import dev.vendaval.api.Topology;
import dev.vendaval.api.TopologyBuilder;
import dev.vendaval.api.TopologySubmitter;
import dev.vendaval.api.Values;
import java.util.StringTokenizer;

/**
 * Counts the words of a text, every line processed at least once: {@code lines} reads the text and
 * replays what failed, {@code split} cuts lines into words, {@code count} counts them and keeps its
 * counts in files that survive the death of its worker.
 *
 * <pre>{@code
 * vendaval jar vendaval-examples.jar dev.vendaval.examples.WordCount --input book.txt --output counts
 * }</pre>
 */
public final class WordCount {
    /** A word is what stands between these: what {@code awk} and {@code wc -w} see in plain text. */
    static final String WORD_SEPARATORS = " \t\r\f\u000b";

    private WordCount() {}

    /**
     * Submits the topology.
     *
     * @param args see {@link WordCountOptions#USAGE}
     */
    public static void main(String[] args) {
        if (WordCountOptions.asksForHelp(args)) {
            System.out.print(WordCountOptions.HELP);
            return;
        }
        WordCountOptions options = WordCountOptions.parse(args);
        Config config = new Config();
        config.setNumWorkers(options.workers());
        TopologySubmitter.submit(options.name(), config, topology(options));
    }

    static Topology topology(WordCountOptions options) {
        TopologyBuilder builder = new TopologyBuilder();
        builder.setSpout("lines", new LineSpout(options.input(), options.output(), options.linesPerSecond()));
        builder.setBolt("split", split(), 2).stateless().shuffleGrouping("lines");
        builder.setBolt("count", new CountBolt(options.output()), 2).fieldsGrouping("split", new Fields("word"));
        return builder.build();
    }

    private static BasicBolt split() {
        return BasicBolt.emitting(new Fields("word"), (line, collector) -> {
            StringTokenizer words = new StringTokenizer(line.getString(0), WORD_SEPARATORS);
            while (words.hasMoreTokens()) {
                collector.emit(new Values(words.nextToken()));
            }
        });
    }
}

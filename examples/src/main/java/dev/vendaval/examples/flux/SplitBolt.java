package dev.vendaval.examples.flux;

import dev.vendaval.api.BasicBolt;
import dev.vendaval.api.BasicOutputCollector;
import dev.vendaval.api.Fields;
import dev.vendaval.api.OutputFieldsDeclarer;
import dev.vendaval.api.Tuple;
import dev.vendaval.api.Values;
import java.util.Locale;
import java.util.StringTokenizer;

/** Cuts lines into words. */
public final class SplitBolt implements BasicBolt {
    private static final long serialVersionUID = 1L;

    private String separators = " \t\r\f\u000b";
    private boolean lowerCase;

    /** Words stand between white space and stay as they are, until told otherwise. */
    public SplitBolt() {}

    /**
     * Words stand between these.
     *
     * @param separators each character is one
     */
    public void setSeparators(String separators) {
        this.separators = separators;
    }

    /**
     * Whether words are made lower case.
     *
     * @param lowerCase default false
     */
    public void setLowerCase(boolean lowerCase) {
        this.lowerCase = lowerCase;
    }

    @Override
    public void execute(Tuple line, BasicOutputCollector collector) {
        StringTokenizer words = new StringTokenizer(line.getString(0), separators);
        while (words.hasMoreTokens()) {
            String word = words.nextToken();
            collector.emit(new Values(lowerCase ? word.toLowerCase(Locale.ROOT) : word));
        }
    }

    @Override
    public void declareOutputFields(OutputFieldsDeclarer declarer) {
        declarer.declare(new Fields("word"));
    }
}

package dev.vendaval.flux.samples;

import dev.vendaval.api.BasicBolt;
import dev.vendaval.api.BasicOutputCollector;
import dev.vendaval.api.Fields;
import dev.vendaval.api.OutputFieldsDeclarer;
import dev.vendaval.api.Tuple;

/** A bolt with the fields it is given, by default {@code word}. */
public class PassBolt implements BasicBolt {
    private static final long serialVersionUID = 1L;

    private final Fields fields;

    public PassBolt() {
        this(new Fields("word"));
    }

    public PassBolt(Fields fields) {
        this.fields = fields;
    }

    @Override
    public void execute(Tuple input, BasicOutputCollector collector) {}

    @Override
    public void declareOutputFields(OutputFieldsDeclarer declarer) {
        declarer.declare(fields);
    }
}

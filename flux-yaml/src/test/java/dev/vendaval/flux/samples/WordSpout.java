package dev.vendaval.flux.samples;

import dev.vendaval.api.Fields;
import dev.vendaval.api.OutputFieldsDeclarer;
import dev.vendaval.api.Spout;
import dev.vendaval.api.SpoutOutputCollector;
import dev.vendaval.api.TopologyContext;
import java.util.List;
import java.util.Map;

/** A spout of words, with a stream of pairs and a direct one beside the default one. */
public class WordSpout implements Spout {
    private static final long serialVersionUID = 1L;

    public final List<String> words;

    public WordSpout(String... words) {
        this.words = List.of(words);
    }

    @Override
    public void open(Map<String, Object> configuration, TopologyContext context, SpoutOutputCollector collector) {}

    @Override
    public void nextTuple() {}

    @Override
    public void declareOutputFields(OutputFieldsDeclarer declarer) {
        declarer.declare(new Fields("word"));
        declarer.declareStream("pairs", new Fields("left", "right"));
        declarer.declareStream("aimed", true, new Fields("word"));
    }
}

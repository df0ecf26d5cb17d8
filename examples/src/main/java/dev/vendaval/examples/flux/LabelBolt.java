package dev.vendaval.examples.flux;

import dev.vendaval.api.BasicBolt;
import dev.vendaval.api.BasicOutputCollector;
import dev.vendaval.api.Fields;
import dev.vendaval.api.OutputFieldsDeclarer;
import dev.vendaval.api.TopologyContext;
import dev.vendaval.api.Tuple;
import dev.vendaval.api.Values;
import java.util.Map;

/** Passes each word on with a label and the number of its task among those of its bolt. */
public final class LabelBolt implements BasicBolt {
    private static final long serialVersionUID = 1L;

    private final String label;

    private transient int index;

    /**
     * Labels words.
     *
     * @param label any
     */
    public LabelBolt(String label) {
        this.label = label;
    }

    @Override
    public void prepare(Map<String, Object> configuration, TopologyContext context) {
        index = context.getThisTaskIndex();
    }

    @Override
    public void execute(Tuple input, BasicOutputCollector collector) {
        collector.emit(new Values(label, index, input.getString(0)));
    }

    @Override
    public void declareOutputFields(OutputFieldsDeclarer declarer) {
        declarer.declare(new Fields("label", "task", "word"));
    }
}

package dev.vendaval.peers.storm;

import dev.vendaval.tests.benchmarks.task.InTurn;
import dev.vendaval.tests.benchmarks.workload.Workload;
import java.util.List;
import org.apache.storm.task.TopologyContext;
import org.apache.storm.topology.OutputFieldsDeclarer;
import org.apache.storm.tuple.Fields;
import org.apache.storm.tuple.Values;

/** Emits one number with each call, to the tasks of the sink in turn. */
final class DirectSpout extends TallySpout {
    private static final long serialVersionUID = 1L;
    private transient long number;
    private transient InTurn targets = new InTurn(List.of());

    DirectSpout(Workload workload, String directory) {
        super(workload, directory);
    }

    @Override
    void opened(TopologyContext context) {
        targets = new InTurn(context.getComponentTasks(Workload.SINK));
    }

    @Override
    void next() {
        Long value = number++;
        collector().emitDirect(targets.next(), new Values(value), task().idOf(value));
        task().emitted(1);
    }

    @Override
    public void declareOutputFields(OutputFieldsDeclarer declarer) {
        declarer.declare(true, new Fields("value"));
    }
}

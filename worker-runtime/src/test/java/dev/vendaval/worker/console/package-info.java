@NullMarked
package dev.vendaval.worker.console;

import org.jspecify.annotations.NullMarked;

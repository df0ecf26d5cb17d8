@NullMarked
package dev.vendaval.worker.loader;

import org.jspecify.annotations.NullMarked;

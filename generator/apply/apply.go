// Package apply brings a list of operations to disk: all of it or none of it, through a journal that survives a kill at
// any point. Everything happens under .scale/ of the project:
//
//	lock      .scale/lock, an OS lock that the kernel releases when a process dies
//	recover   always first, see below
//	check     every path is what the operation expects, else stop with nothing written
//	stage     .scale/txn.tmp/{old/NNN,new/NNN,plan.json}, each synced, then the folders
//	COMMIT    rename .scale/txn.tmp to .scale/txn
//	prepare   write each new file under a temporary name beside its path, sync, then mark .scale/txn/ready
//	switch    per path: it must still be old or new; rename the temporary file over it, or remove it; sync the folders
//	prune     remove folders that the deletions left empty
//	FINISH    rename .scale/txn to .scale/undo, whose old/ is what `scale undo` restores
//
// All that can run out of space happens before the first path is switched. When a step fails, in whatever phase, the
// change is taken back at once: ready is renamed to the mark back, and every path is brought back to its old bytes. Only
// when that fails too does the journal stay, and the error says that the next command goes on (ErrUnfinished).
//
// # Recovery
//
// txn.tmp is deleted: nothing was written yet. txn with the marker back is taken back; any other txn is finished.
//
// The user may have saved a file between the kill and the next command. Such a path is neither old nor new, and its bytes
// are never touched; the question is only which way everything else goes, so that the tree is the old or the new one plus
// that edit. If every such path had been switched before it was edited (its temporary file is gone), the user edited the
// new file: the change is finished. Otherwise the user edited an old file, and finishing would leave it without scale's
// part while the baseline says it has it: the change is taken back, and repeating the command merges it with the edit.
// Either way the outcome names the paths that were kept.
package apply

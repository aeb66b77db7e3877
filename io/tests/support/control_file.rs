//! What control files of tests have in common.

/// A control file of which `$head` is all up to the receptors, with the weather and the output that
/// every one needs behind it.
macro_rules! control_file {
    ($head:literal) => {
        concat!(
            $head,
            "ME STARTING\n",
            "   SURFFILE  day.sfc\n",
            "   PROFFILE  day.pfl\n",
            "   SURFDATA  1 2017\n",
            "   UAIRDATA  1 2017\n",
            "   PROFBASE  0.0\n",
            "ME FINISHED\n",
            "OU STARTING\n",
            "   RECTABLE  ALLAVE  FIRST\n",
            "OU FINISHED\n",
        )
    };
}

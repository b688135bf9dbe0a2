"""The Qt widget that shows a scene at a viewport and reports gestures in map terms."""

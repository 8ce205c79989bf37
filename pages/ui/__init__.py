"""What pages share: who looks, controls, blocks, theme."""
